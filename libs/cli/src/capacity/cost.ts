import type { Resources } from './resources.js';
import type { Scenario } from './scenario.js';
import { ROWS_KEPT_DAYS, STREAMS_KEPT_DAYS, type Storage } from './storage.js';

/** In any currency. */
export interface Prices {
  readonly coreHour: number;
  readonly gbMonth: number;
}

/** Not anyone's prices: round numbers, so that there is a sum. */
export const ASSUMED_PRICES: Prices = { coreHour: 0.05, gbMonth: 0.1 };

/** Of a million orders at this rate. */
export interface Cost {
  readonly prices: Prices;
  readonly coreHours: number;
  readonly gbMonths: number;
  readonly total: number;
}

const ORDERS = 1e6;
const DAYS_OF_MONTH = 30;

export function cost(
  { ordersPerSecond }: Scenario,
  { cores }: Resources,
  { perDay }: Storage,
  prices: Prices,
): Cost {
  const days = ORDERS / ordersPerSecond / 86_400;
  const coreHours = cores * days * 24;
  const byteDays =
    days * (perDay.streams * STREAMS_KEPT_DAYS + (perDay.outboxes + perDay.inboxes) * ROWS_KEPT_DAYS);
  const gbMonths = byteDays / DAYS_OF_MONTH / 1e9;
  return { prices, coreHours, gbMonths, total: coreHours * prices.coreHour + gbMonths * prices.gbMonth };
}
