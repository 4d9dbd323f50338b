import { Currency } from '@waybill/contracts';
import { z } from 'zod';
import { InstantOrDate } from './instant.js';

export const periodFields = {
  from: InstantOrDate.optional().describe(
    'From this instant or date (its midnight, UTC) on. Open if left out',
  ),
  to: InstantOrDate.optional().describe('Up to this instant or date, exclusive. Open if left out'),
};

export const currencyField = {
  currency: Currency.optional().describe(
    'Only orders in this currency count. If left out: the currency of most orders',
  ),
};

/** Checks that a period is one. For the `.refine` of a query. */
export const isPeriod = ({ from, to }: { from?: string; to?: string }): boolean =>
  from === undefined || to === undefined || Date.parse(from) < Date.parse(to);

export const PERIOD_FAULT = { path: ['to'], error: 'must be later than "from"' };

export const PeriodQuery = z.strictObject(periodFields).refine(isPeriod, PERIOD_FAULT);
export type PeriodQuery = z.output<typeof PeriodQuery>;
