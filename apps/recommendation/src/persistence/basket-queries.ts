import { Injectable } from '@nestjs/common';
import { PgDatabase, storable } from '@waybill/service/postgres';
import type { Neighbour } from '../domain/candidates.js';
import type { Interests, OwnProduct } from '../domain/interests.js';
import type { Evidence } from '../domain/popularity.js';
import { SELECT_EVIDENCE } from './select-evidence.sql.js';
import { SELECT_HISTORY, SELECT_HISTORY_OF_PRODUCT } from './select-history.sql.js';
import { SELECT_KNOWN_PRODUCTS, SELECT_POPULAR_PRODUCTS } from './select-known-products.sql.js';
import { SELECT_NEIGHBOURS } from './select-neighbours.sql.js';

export type { Evidence, Interests, Neighbour, OwnProduct };

export interface History {
  /** The customer's products, latest first: all that were ever bought, and those of the latest sessions. */
  products: OwnProduct[];
  /** The latest time at which one of them was put into a basket, in milliseconds since the epoch: ages are relative to it. */
  now: number;
}

export interface NeighbourQuery {
  interests: Interests;
  now: number;
  basketsPerInterest: number;
  neighbours: number;
  /** The customer whose own baskets are excluded. */
  except?: string;
  /** The weight of a basket: `kind × size^-sizeDamping × (2^(-age / halfLifeMs) + lastingShare)`. */
  weighing: { halfLifeMs: number; lastingShare: number; sizeDamping: number; sessionWeight: number };
}

export interface KnownProduct extends Evidence {
  product: number;
  productId: string;
  description: string;
}

type HistoryRow = OwnProduct & { now: Date | null };

/** Queries of baskets. Only `mostPopular` reads all products; the others are limited by their arguments. */
@Injectable()
export class BasketQueries {
  constructor(private readonly database: PgDatabase) {}

  /** @param sessions how many of the customer's latest sessions to read */
  async historyOf(customerId: string, sessions: number): Promise<History> {
    const { rows } = await this.database.pool.query<HistoryRow>(SELECT_HISTORY, [
      storable(customerId),
      sessions,
    ]);
    return historyFrom(rows);
  }

  /** A history with only this product; undefined if it was never ordered or viewed. */
  async historyOfProduct(productId: string): Promise<History | undefined> {
    const { rows } = await this.database.pool.query<HistoryRow>(SELECT_HISTORY_OF_PRODUCT, [
      storable(productId),
    ]);
    return rows.length > 0 ? historyFrom(rows) : undefined;
  }

  /** The best-matching baskets, best first. */
  async neighboursOf(query: NeighbourQuery): Promise<Neighbour[]> {
    const { interests, weighing } = query;
    const { rows } = await this.database.pool.query<Neighbour>(SELECT_NEIGHBOURS, [
      [...interests.keys()],
      [...interests.values()],
      new Date(query.now),
      query.basketsPerInterest,
      query.neighbours,
      query.except === undefined ? null : storable(query.except),
      weighing.halfLifeMs / 1000,
      weighing.lastingShare,
      weighing.sizeDamping,
      weighing.sessionWeight,
    ]);
    return rows;
  }

  async evidenceOf(products: Iterable<number>): Promise<Map<number, Evidence>> {
    const { rows } = await this.database.pool.query<Evidence & { id: number }>(SELECT_EVIDENCE, [
      [...products],
    ]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  async describe(products: Iterable<number>): Promise<Map<number, KnownProduct>> {
    const { rows } = await this.database.pool.query<KnownProduct>(SELECT_KNOWN_PRODUCTS, [[...products]]);
    return new Map(rows.map((row) => [row.product, row]));
  }

  /** Most popular first, ties by number. */
  async mostPopular(limit: number, excluded: ReadonlySet<number>): Promise<KnownProduct[]> {
    const { rows } = await this.database.pool.query<KnownProduct>(SELECT_POPULAR_PRODUCTS, [
      limit,
      [...excluded],
    ]);
    return rows;
  }
}

/** Every row has the same `now`. A history without products has none, and does not need it. */
function historyFrom(rows: readonly HistoryRow[]): History {
  return { products: [...rows], now: rows[0]?.now?.getTime() ?? 0 };
}
