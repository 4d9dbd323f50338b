import { Injectable } from '@nestjs/common';
import { PgDatabase } from '@waybill/service/postgres';
import { MAX_BUCKETS, TooManyBuckets } from '../errors.js';
import { SELECT_CUSTOMER } from './select-customer.sql.js';
import { SELECT_FUNNEL } from './select-funnel.sql.js';
import { SELECT_RUNNING_FIGURES } from './select-running-figures.sql.js';
import { SELECT_SALES } from './select-sales.sql.js';
import { SELECT_TOP_PRODUCTS } from './select-top-products.sql.js';

/** An interval of event time. Without `from` or `to` it is open on that side. */
export interface Period {
  /** ISO 8601 instant, inclusive. */
  from?: string;
  /** ISO 8601 instant, exclusive. */
  to?: string;
}

export const BUCKETS = ['hour', 'day', 'month'] as const;
export type Bucket = (typeof BUCKETS)[number];

export const RANKINGS = ['revenue', 'units'] as const;
export type Ranking = (typeof RANKINGS)[number];

/** Of confirmed orders that were not cancelled, in one currency: different currencies are never added. */
export interface Totals {
  orders: number;
  units: number;
  /** Exact: the sum of quantity × unit price, without exponent or trailing zeros. */
  revenue: string;
}

export interface SalesBucket extends Totals {
  /** The start of the bucket, in UTC. */
  start: Date;
}

export interface SalesReport {
  currency: string;
  /** Oldest first. Buckets without orders are omitted. */
  buckets: SalesBucket[];
  total: Totals;
}

export interface TopProduct extends Totals {
  productId: string;
  /** From the latest order with the product. */
  description: string;
}

export interface TopProducts {
  currency: string;
  items: TopProduct[];
}

export interface Funnel {
  /** Sessions whose first event is in the period. */
  sessions: number;
  /** Of these: viewed a product at any time. */
  viewed: number;
  /** Of these: put a product into the cart. */
  carted: number;
  /** Of these: their customer placed an order between the session's first event and 30 minutes after its last, confirmed and not cancelled. */
  ordered: number;
}

export interface CustomerFigures extends Totals {
  customerId: string;
  currency: string;
  /** Null if every order was cancelled. */
  firstOrderAt: Date | null;
  lastOrderAt: Date | null;
}

/** The data of the live stream. An order dated in the future (an import may have one) is only in `total` until then. */
export interface RunningFigures {
  currency: string;
  /** Since the first order. */
  total: Totals;
  /** Orders placed since midnight, UTC. */
  today: Totals;
  /** Orders placed and sessions started in the last 60 minutes. */
  lastHour: Totals & { sessions: number };
  /** Orders placed in the last five minutes, divided by five. */
  ordersPerMinute: number;
  /** By revenue, of today. */
  topProducts: TopProduct[];
}

/** Counts and sums as `pg` returns them: as text, so that no digits are lost. */
interface TotalsRow {
  orders: string;
  units: string;
  revenue: string;
}

interface SalesRow extends TotalsRow {
  currency: string;
  start: Date | null;
}

interface TopProductRow extends TotalsRow {
  currency: string;
  product_id: string | null;
  description: string;
}

interface CustomerRow extends TotalsRow {
  currency: string;
  firstOrderAt: Date | null;
  lastOrderAt: Date | null;
}

interface RunningRow {
  currency: string;
  total: Totals;
  today: Totals;
  lastHour: Totals;
  sessions: string;
  lastFiveMinutes: string;
}

const LIVE_TOP_PRODUCTS = 5;
/** The tolerance of the statement for the running figures. */
const CLOCKS_APART_MS = 60_000;

/**
 * The figures. Each result, except the running ones, comes from one snapshot of the database. The default currency is
 * that of most orders (ties: the first in the alphabet).
 */
@Injectable()
export class Figures {
  constructor(private readonly database: PgDatabase) {}

  /** @throws TooManyBuckets there would be more than `MAX_BUCKETS` */
  async sales({ from, to }: Period, bucket: Bucket, currency?: string): Promise<SalesReport> {
    // The total, the buckets and one more, which shows that there are too many.
    const maxRows = MAX_BUCKETS + 2;
    const { rows } = await this.database.pool.query<SalesRow>(SELECT_SALES, [
      from,
      to,
      bucket,
      currency,
      maxRows,
    ]);
    if (rows.length === maxRows) throw new TooManyBuckets(bucket);
    const [total, ...buckets] = rows;
    if (!total) throw new Error('the query for sales returned no total row');
    return {
      currency: total.currency,
      buckets: buckets.map((row) => ({ start: row.start!, ...totalsOf(row) })),
      total: totalsOf(total),
    };
  }

  /** Best first; ties by product id, in byte order. */
  async topProducts(
    { from, to }: Period,
    by: Ranking,
    limit: number,
    currency?: string,
  ): Promise<TopProducts> {
    const { rows } = await this.database.pool.query<TopProductRow>(SELECT_TOP_PRODUCTS(by), [
      from,
      to,
      currency,
      limit,
    ]);
    return {
      currency: rows[0]!.currency,
      items: rows.flatMap((row) =>
        row.product_id === null
          ? []
          : [{ productId: row.product_id, description: row.description, ...totalsOf(row) }],
      ),
    };
  }

  async funnel({ from, to }: Period): Promise<Funnel> {
    const { rows } = await this.database.pool.query<Record<keyof Funnel, string>>(SELECT_FUNNEL, [from, to]);
    const { sessions, viewed, carted, ordered } = rows[0]!;
    return {
      sessions: Number(sessions),
      viewed: Number(viewed),
      carted: Number(carted),
      ordered: Number(ordered),
    };
  }

  /** Undefined if no order of the customer was ever confirmed. Default currency: that of most of their orders. */
  async customer(customerId: string, currency?: string): Promise<CustomerFigures | undefined> {
    const { rows } = await this.database.pool.query<CustomerRow>(SELECT_CUSTOMER, [customerId, currency]);
    const [row] = rows;
    if (!row) return undefined;
    const { firstOrderAt, lastOrderAt } = row;
    return { customerId, currency: row.currency, ...totalsOf(row), firstOrderAt, lastOrderAt };
  }

  async running(now: Date): Promise<RunningFigures> {
    const { rows } = await this.database.pool.query<RunningRow>(SELECT_RUNNING_FIGURES, [now, null]);
    const { currency, total, today, lastHour, sessions, lastFiveMinutes } = rows[0]!;
    const midnight = `${now.toISOString().slice(0, 10)}T00:00:00.000Z`;
    const daySoFar = { from: midnight, to: new Date(now.getTime() + CLOCKS_APART_MS).toISOString() };
    const top = await this.topProducts(daySoFar, 'revenue', LIVE_TOP_PRODUCTS, currency);
    return {
      currency,
      total,
      today,
      lastHour: { ...lastHour, sessions: Number(sessions) },
      ordersPerMinute: Number(lastFiveMinutes) / 5,
      topProducts: top.items,
    };
  }
}

function totalsOf(row: TotalsRow): Totals {
  return { orders: Number(row.orders), units: Number(row.units), revenue: row.revenue };
}
