/** An interval of event time. An end left out is open. */
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
  /** Exact: the sum of quantity × unit price, without exponent or needless zeros. */
  revenue: string;
}

export interface SalesBucket extends Totals {
  /** Where the bucket begins, in UTC. */
  start: Date;
}

export interface SalesReport {
  currency: string;
  /** Oldest first. A bucket without an order is left out. */
  buckets: SalesBucket[];
  total: Totals;
}

export interface TopProduct extends Totals {
  productId: string;
  /** As the latest order that holds the product has it. */
  description: string;
}

export interface TopProducts {
  currency: string;
  items: TopProduct[];
}

export interface Funnel {
  /** Sessions whose first event lies in the period. */
  sessions: number;
  /** Of these, the ones that looked at a product at any time, */
  viewed: number;
  /** put one into the cart, */
  carted: number;
  /** or whose customer placed an order between the session's first event and 30 minutes after its last, confirmed and not cancelled. */
  ordered: number;
}

export interface CustomerFigures extends Totals {
  customerId: string;
  currency: string;
  /** Null where every order was cancelled. */
  firstOrderAt: Date | null;
  lastOrderAt: Date | null;
}

/** What the live stream shows. An order dated later than now (an import may hold one) is in `total` alone until then. */
export interface RunningFigures {
  currency: string;
  /** Since the first order. */
  total: Totals;
  /** Orders placed since midnight, UTC. */
  today: Totals;
  /** Orders placed and sessions begun in the last 60 minutes. */
  lastHour: Totals & { sessions: number };
  /** Orders placed in the last five minutes, divided by five. */
  ordersPerMinute: number;
  /** By revenue, of today. */
  topProducts: TopProduct[];
}

/**
 * The figures, each answer (but the running ones) from one snapshot of the database. Where no currency is
 * asked for, the answer is in the one that most orders were placed in (ties: the first in the alphabet).
 */
export abstract class Figures {
  /** @throws TooManyBuckets instead of an answer of more than `MAX_BUCKETS` */
  abstract sales(period: Period, bucket: Bucket, currency?: string): Promise<SalesReport>;

  /** Best first; equal ones by product id, in byte order. */
  abstract topProducts(period: Period, by: Ranking, limit: number, currency?: string): Promise<TopProducts>;

  abstract funnel(period: Period): Promise<Funnel>;

  /** Undefined where the customer never had an order confirmed. Without `currency`, the one they order in most. */
  abstract customer(customerId: string, currency?: string): Promise<CustomerFigures | undefined>;

  abstract running(now: Date): Promise<RunningFigures>;
}
