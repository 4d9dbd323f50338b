import { startTestService, type TestService, type TestServiceOptions } from '@waybill/service/testing';
import { order } from '../service.js';
import type { OrderConfig } from '../settings.js';

/** The service on the given servers, with a payment provider that by default declines no customer. */
export function startTestOrder(
  config: Partial<OrderConfig>,
  { messaging = false }: Pick<TestServiceOptions<Record<never, never>>, 'messaging'> = {},
): Promise<TestService> {
  return startTestService(order, { config: { paymentDeclineCustomers: [], ...config }, messaging });
}
