import { BOUNDS, HISTORY_DAMPING, STRENGTH } from './model.js';
import { damping, popularityFrom, type Evidence } from './popularity.js';

/** A product that the customer bought or looked at. `product` is the number it has in this service. */
export interface OwnProduct extends Evidence {
  product: number;
  bought: boolean;
  carted: boolean;
}

/** How much each product of the customer's counts in their taste. */
export type Interests = ReadonlyMap<number, number>;

/**
 * The customer's taste as seen from `now`, from their own products, latest first.
 */
export function interestsOf(own: readonly OwnProduct[], now: number): Interests {
  const popularity = popularityFrom(now);
  return new Map(
    own
      .slice(0, BOUNDS.interests)
      .map((one) => [one.product, strengthOf(one) * damping(popularity(one), HISTORY_DAMPING)]),
  );
}

function strengthOf({ bought, carted }: OwnProduct): number {
  if (bought) return STRENGTH.bought;
  return carted ? STRENGTH.carted : STRENGTH.viewed;
}
