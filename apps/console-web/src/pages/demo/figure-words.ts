import { formatCount } from '../../ui/format.ts';
import type { Facts } from './facts.ts';

/** `3 of 12` of the scene's orders. */
export function ofOrders({ orders }: Facts, count: number): string {
  return orders.length === 0 ? '–' : `${formatCount(count)} of ${formatCount(orders.length)}`;
}

/** A service or the broker that would know it is down: `?`. */
export function countOrUnknown(count: number | undefined): string {
  return count === undefined ? '?' : formatCount(count);
}
