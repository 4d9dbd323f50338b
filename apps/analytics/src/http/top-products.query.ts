import { z } from 'zod';
import { RANKINGS } from '../persistence/figures.js';
import { currencyField, isPeriod, PERIOD_FAULT, periodFields } from './period.query.js';

const LIMIT_FAULT = 'must be a whole number from 1 to 100';

export const TopProductsQuery = z
  .strictObject({
    ...periodFields,
    ...currencyField,
    by: z.enum(RANKINGS, `must be one of: ${RANKINGS.join(', ')}`).default('revenue'),
    limit: z.coerce
      .number(LIMIT_FAULT)
      .int(LIMIT_FAULT)
      .min(1, LIMIT_FAULT)
      .max(100, LIMIT_FAULT)
      .default(10),
  })
  .refine(isPeriod, PERIOD_FAULT);
export type TopProductsQuery = z.output<typeof TopProductsQuery>;
