import { Amount } from '@waybill/contracts';
import { commaList, setting, type ServiceConfig } from '@waybill/service';
import { z } from 'zod';

export const settings = {
  idempotencyRetentionHours: setting(
    'IDEMPOTENCY_RETENTION_HOURS',
    z.coerce.number().positive().max(8_760).default(24),
    'How long the answer to a request with an Idempotency-Key is kept',
  ),
  demoCatalogue: setting(
    'DEMO_CATALOGUE',
    z
      .enum(['true', 'false'])
      .default('true')
      .transform((text) => text === 'true'),
    'Whether to add the demo products that are missing when the service starts',
  ),
  paymentDeclineOver: setting(
    'PAYMENT_DECLINE_OVER',
    Amount.optional(),
    'The simulated payment provider declines amounts above this one; unset, none is too much',
  ),
  paymentDeclineCustomers: setting(
    'PAYMENT_DECLINE_CUSTOMERS',
    commaList.default(['declined-*']),
    'Customers whom the simulated payment provider declines, comma-separated; a trailing * stands for any ending',
  ),
  paymentDelayMs: setting(
    'PAYMENT_DELAY_MS',
    z.coerce.number().int().min(0).max(30_000).default(0),
    'How long the simulated payment provider takes to answer, milliseconds',
  ),
};

export type OrderConfig = ServiceConfig<typeof settings>;
