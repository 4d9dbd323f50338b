import { Currency } from '@waybill/contracts';
import { z } from 'zod';
import { InstantOrDate } from './instant.js';

export const periodFields = {
  from: InstantOrDate.optional().describe(
    'Start, inclusive: an instant, or a date (its midnight in UTC). Default: no limit',
  ),
  to: InstantOrDate.optional().describe('End, exclusive: an instant or a date. Default: no limit'),
};

export const currencyField = {
  currency: Currency.optional().describe(
    'Only orders in this currency count. Default: the currency of most orders',
  ),
};

/** For the `.refine` of a query: whether a period ends after its start. */
export const isPeriod = ({ from, to }: { from?: string; to?: string }): boolean =>
  from === undefined || to === undefined || Date.parse(from) < Date.parse(to);

export const PERIOD_ERROR = { path: ['to'], error: 'must be later than "from"' };

export const PeriodQuery = z.strictObject(periodFields).refine(isPeriod, PERIOD_ERROR);
export type PeriodQuery = z.output<typeof PeriodQuery>;
