import { startTestService, type TestService, type TestServiceOptions } from '@waybill/service/testing';
import { order } from '../service.js';
import type { OrderConfig } from '../settings.js';

/** The service on the servers that the test names, with a payment provider that declines nobody unless the test says whom. */
export function startTestOrder(
  config: Partial<OrderConfig>,
  { messaging = false }: Pick<TestServiceOptions<Record<never, never>>, 'messaging'> = {},
): Promise<TestService> {
  return startTestService(order, { config: { paymentDeclineCustomers: [], ...config }, messaging });
}
