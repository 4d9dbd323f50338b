import { duration, setting, type ServiceConfig } from '@waybill/service';
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
  paymentTimeoutMs: setting(
    'PAYMENT_TIMEOUT',
    duration(86_400).prefault('30s'),
    'How long an order waits for the decision on its payment before it is cancelled; an imported one waits for a day',
  ),
};

export type OrderConfig = ServiceConfig<typeof settings>;
