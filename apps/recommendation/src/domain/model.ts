/**
 * The parameters of the model. They were chosen on validation splits of a real shop's orders, never on the split that the
 * quality test reports; `docs/recommendation.md` shows how flat the optimum is.
 */

export const DAY_MS = 24 * 60 * 60 * 1000;

/** After this time the weight of a basket has halved. */
export const HALF_LIFE_MS = 30 * DAY_MS;

/** The part of a basket's weight that never decays, so that old orders still count after a year without new ones. */
export const LASTING_SHARE = 1 / 16;

/** A basket of n products weighs n to the power of minus this: a wholesaler's 500 lines are little evidence for any two of them. */
export const SIZE_DAMPING = 0.7;

/** How much less a popular product in the customer's history counts: nearly everyone has it. */
export const HISTORY_DAMPING = 0.5;

/** How much less a popular candidate counts: it is in most baskets anyway. */
export const CANDIDATE_DAMPING = 0.3;

/** Added to every popularity, so that a single basket does not rank a rare product first. */
export const SHRINKAGE = 1;

/** What a browsing session adds to a product's popularity, where an order adds 1. Also the weight of its basket relative to an order's. */
export const SESSION_WEIGHT = 0.1;

/** How much a product counts as an interest of the customer. */
export const STRENGTH = { bought: 1, carted: 0.5, viewed: 0.2 } as const;

/** Maximum number of products in a session's basket: a longer session is a crawler, and this limits the work per basket. */
export const SESSION_PRODUCTS = 100;

/** Limits of the work for one response, for any customer's history and any size of the shop. */
export const BOUNDS = {
  /** Products of the customer's history, latest first. */
  interests: 200,
  /** Baskets read for each of them, latest first. */
  basketsPerInterest: 100,
  /** Best-matching baskets that are scored. */
  neighbours: 500,
  /** Sessions of the customer's own, latest first. */
  sessions: 50,
  /** The customer's own products that are given as the reason. */
  reasons: 3,
} as const;
