import { z } from 'zod';
import { BUCKETS } from '../persistence/figures.js';
import { currencyField, isPeriod, PERIOD_ERROR, periodFields } from './period.query.js';

export const SalesQuery = z
  .strictObject({
    ...periodFields,
    ...currencyField,
    bucket: z
      .enum(BUCKETS, `must be one of: ${BUCKETS.join(', ')}`)
      .default('day')
      .describe('In UTC'),
  })
  .refine(isPeriod, PERIOD_ERROR);
export type SalesQuery = z.output<typeof SalesQuery>;
