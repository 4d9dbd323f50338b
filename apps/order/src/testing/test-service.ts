import {
  startTestService,
  testConfig,
  type TestService,
  type TestServiceOptions,
} from '@waybill/service/testing';
import type { OrderConfig } from '../config.js';
import { order } from '../order.module.js';

/** The service with its demo catalogue, on the servers that the test names. */
export function startTestOrder(
  overrides: Partial<OrderConfig>,
  options?: TestServiceOptions,
): Promise<TestService> {
  const own = {
    idempotencyRetentionHours: 1,
    demoCatalogue: true,
    paymentDeclineOver: undefined,
    paymentDeclineCustomers: [],
    paymentDelayMs: 0,
  };
  return startTestService(order, { ...testConfig(), ...own, ...overrides }, options);
}
