import { startTestService, type TestService, type TestServiceOptions } from '@waybill/service/testing';
import { order } from '../service.js';
import type { OrderConfig } from '../settings.js';
import { testPayment } from './test-payment.js';

/** The service on the given servers; with `messaging`, a stand-in for the payment service decides its payments. */
export async function startTestOrder(
  config: Partial<OrderConfig>,
  { messaging = false }: Pick<TestServiceOptions<Record<never, never>>, 'messaging'> = {},
): Promise<TestService> {
  const service = await startTestService(order, { config, messaging });
  if (!messaging) return service;
  const payment = await startTestService(testPayment, { config: { natsUrl: [service.natsUrl] } });
  return {
    ...service,
    async close() {
      await service.close();
      await payment.close();
    },
  };
}
