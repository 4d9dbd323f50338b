import { Injectable } from '@nestjs/common';
import { PgDatabase, storable } from '@waybill/service/postgres';
import {
  BasketQueries,
  type Evidence,
  type History,
  type KnownProduct,
  type Neighbour,
  type NeighbourQuery,
  type OwnProduct,
} from '../application/basket-queries.js';
import { SELECT_EVIDENCE } from './select-evidence.sql.js';
import { SELECT_HISTORY, SELECT_HISTORY_OF_PRODUCT } from './select-history.sql.js';
import { SELECT_KNOWN_PRODUCTS, SELECT_POPULAR_PRODUCTS } from './select-known-products.sql.js';
import { SELECT_NEIGHBOURS } from './select-neighbours.sql.js';

type HistoryRow = OwnProduct & { now: Date | null };

@Injectable()
export class PgBasketQueries extends BasketQueries {
  constructor(private readonly database: PgDatabase) {
    super();
  }

  async historyOf(customerId: string, sessions: number): Promise<History> {
    const { rows } = await this.database.pool.query<HistoryRow>(SELECT_HISTORY, [
      storable(customerId),
      sessions,
    ]);
    return historyFrom(rows);
  }

  async historyOfProduct(productId: string): Promise<History | undefined> {
    const { rows } = await this.database.pool.query<HistoryRow>(SELECT_HISTORY_OF_PRODUCT, [
      storable(productId),
    ]);
    return rows.length > 0 ? historyFrom(rows) : undefined;
  }

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

  async mostPopular(limit: number, excluded: ReadonlySet<number>): Promise<KnownProduct[]> {
    const { rows } = await this.database.pool.query<KnownProduct>(SELECT_POPULAR_PRODUCTS, [
      limit,
      [...excluded],
    ]);
    return rows;
  }
}

/** Every row carries the same `now`; a history without products has none, and nothing to see from it. */
function historyFrom(rows: readonly HistoryRow[]): History {
  return { products: [...rows], now: rows[0]?.now?.getTime() ?? 0 };
}
