/**
 * The numbers of the model, in one place. They were chosen on validation splits of a real shop's orders,
 * never on the split that the quality test reports; `docs/recommendation.md` tells how flat the optimum is.
 */

export const DAY_MS = 24 * 60 * 60 * 1000;

/** After this time a basket says half as much. */
export const HALF_LIFE_MS = 30 * DAY_MS;

/** What never fades of a basket's weight: a shop that was quiet for a year is still known by its old orders. */
export const LASTING_SHARE = 1 / 16;

/** A basket of n products weighs n to the power of minus this: a wholesaler's 500 lines say little about any two of them. */
export const SIZE_DAMPING = 0.7;

/** How far a popular product in the customer's history counts less: nearly everyone has it. */
export const HISTORY_DAMPING = 0.5;

/** How far a popular candidate counts less: it is in most baskets anyway. */
export const CANDIDATE_DAMPING = 0.3;

/** Added to every popularity, so that one lucky basket does not make a rare product the closest of all. */
export const SHRINKAGE = 1;

/** Popularity that one browsing session gives to a product, where an order gives 1. Also what its basket weighs beside an order's. */
export const SESSION_WEIGHT = 0.1;

/** How much a product of the customer's own says about their taste. */
export const STRENGTH = { bought: 1, carted: 0.5, viewed: 0.2 } as const;

/** Most products in one session's basket: past that it is a crawler, and a basket is at most that much work. */
export const SESSION_PRODUCTS = 100;

/** The bounds of one answer's work, whatever the customer's history and the shop's size. */
export const BOUNDS = {
  /** Products of the customer's history, latest first. */
  interests: 200,
  /** Baskets looked at for each of them, latest first. */
  basketsPerInterest: 100,
  /** Best-matching baskets that are scored. */
  neighbours: 500,
  /** Sessions of the customer's own, latest first. */
  sessions: 50,
  /** Of the customer's own products, those named as the reason. */
  reasons: 3,
} as const;
