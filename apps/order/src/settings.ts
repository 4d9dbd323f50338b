import { Amount } from '@waybill/contracts';
import { commaList, setting, wholeNumber, type ServiceConfig } from '@waybill/service';
import { z } from 'zod';

export const settings = {
  idempotencyRetentionHours: setting(
    'IDEMPOTENCY_RETENTION_HOURS',
    z.coerce.number().positive().max(8_760).default(24),
    'How many hours the response to a request with an Idempotency-Key is kept',
  ),
  demoCatalogue: setting(
    'DEMO_CATALOGUE',
    z
      .enum(['true', 'false'])
      .default('true')
      .transform((text) => text === 'true'),
    'Whether to add missing demo products when the service starts',
  ),
  paymentDeclineOver: setting(
    'PAYMENT_DECLINE_OVER',
    Amount.optional(),
    'The simulated payment provider declines amounts above this one; no limit if unset',
  ),
  paymentDeclineCustomers: setting(
    'PAYMENT_DECLINE_CUSTOMERS',
    commaList.default(['declined-*']),
    'Customers that the simulated payment provider declines, comma-separated; a trailing * matches any suffix',
  ),
  paymentDelayMs: setting(
    'PAYMENT_DELAY_MS',
    wholeNumber(0, 30_000).default(0),
    'How long the simulated payment provider takes to respond, in milliseconds',
  ),
};

export type OrderConfig = ServiceConfig<typeof settings>;
