import { BOUNDS, HISTORY_DAMPING, STRENGTH } from './model.js';
import { damping, popularityFrom, type Evidence } from './popularity.js';

/** A product that the customer bought or viewed. `product` is its number in this service. */
export interface OwnProduct extends Evidence {
  product: number;
  bought: boolean;
  carted: boolean;
}

/** The weight of each of the customer's own products. */
export type Interests = ReadonlyMap<number, number>;

/** The customer's interests at `now`, from their own products, latest first. */
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
