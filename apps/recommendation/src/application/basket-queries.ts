import type { Neighbour } from '../domain/candidates.js';
import type { Interests, OwnProduct } from '../domain/interests.js';
import type { Evidence } from '../domain/popularity.js';

export type { Evidence, Interests, Neighbour, OwnProduct };

export interface History {
  /** The customer's products, latest first: all that were ever bought, and those of the latest sessions. */
  products: OwnProduct[];
  /** When anybody last put one of them into a basket: the present of this neighbourhood, in milliseconds since the epoch. */
  now: number;
}

export interface NeighbourQuery {
  interests: Interests;
  now: number;
  basketsPerInterest: number;
  neighbours: number;
  /** Whose own baskets tell nothing new. */
  except?: string;
  /** How a basket is weighed: `kind × size^-sizeDamping × (2^(-age / halfLifeMs) + lastingShare)`. */
  weighing: { halfLifeMs: number; lastingShare: number; sizeDamping: number; sessionWeight: number };
}

export interface KnownProduct extends Evidence {
  product: number;
  productId: string;
  description: string;
}

/** Reads who put what together. Only `mostPopular` reads as much as there are products; all else is bounded by its arguments. */
export abstract class BasketQueries {
  /** @param sessions how many of the customer's latest sessions to look at */
  abstract historyOf(customerId: string, sessions: number): Promise<History>;

  /** The product as a history of one, or undefined where it was never seen. */
  abstract historyOfProduct(productId: string): Promise<History | undefined>;

  /** The best-matching baskets, best first. */
  abstract neighboursOf(query: NeighbourQuery): Promise<Neighbour[]>;

  abstract evidenceOf(products: Iterable<number>): Promise<Map<number, Evidence>>;

  abstract describe(products: Iterable<number>): Promise<Map<number, KnownProduct>>;

  /** The hottest first, ties by number. */
  abstract mostPopular(limit: number, excluded: ReadonlySet<number>): Promise<KnownProduct[]>;
}
