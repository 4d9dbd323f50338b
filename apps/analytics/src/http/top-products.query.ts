import { wholeNumber } from '@waybill/service';
import { z } from 'zod';
import { RANKINGS } from '../persistence/figures.js';
import { currencyField, isPeriod, PERIOD_ERROR, periodFields } from './period.query.js';

export const TopProductsQuery = z
  .strictObject({
    ...periodFields,
    ...currencyField,
    by: z.enum(RANKINGS, `must be one of: ${RANKINGS.join(', ')}`).default('revenue'),
    limit: wholeNumber(1, 100).default(10),
  })
  .refine(isPeriod, PERIOD_ERROR);
export type TopProductsQuery = z.output<typeof TopProductsQuery>;
