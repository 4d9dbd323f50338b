import type { AcceptedOrder } from '../load/journal.ts';
import type { Witnessed } from '../lab/witness.ts';
import type { Shelf } from '../load/shelves.ts';

/** Everything that the checks look at: plain data, read once when the run is over. */
export interface Evidence {
  /** Requests without the answer that is due: refused, or given up. */
  readonly unanswered: readonly string[];
  readonly accepted: readonly AcceptedOrder[];
  /** Ids of the orders whose cancellation was accepted. */
  readonly cancelled: ReadonlySet<string>;
  /** Ids of the behaviour events that were accepted. */
  readonly behaviour: readonly string[];
  /** Of the order service, by order id. */
  readonly orders: ReadonlyMap<string, StoredOrder>;
  /** Of every service, in the order of their appends. */
  readonly published: readonly Published[];
  readonly witnessed: readonly Witnessed[];
  readonly consumers: readonly Consumer[];
  readonly consumersBefore: readonly Consumer[];
  /** What the broker still has to deliver, or to be acknowledged, by durable. */
  readonly undelivered: ReadonlyMap<string, number>;
  readonly deadLetters: readonly DeadLetterSeen[];
  readonly shelves: readonly (Shelf & { readonly left: number | null; readonly held: number })[];
  readonly sales: Figures;
  /** What analytics should have, by the order service's own rows. */
  readonly salesDue: Figures;
  /** How often each product was bought, as recommendation counts it, and by the order service's rows. */
  readonly bought: ReadonlyMap<string, number>;
  readonly boughtDue: ReadonlyMap<string, number>;
  readonly payments: readonly Balance[];
  readonly sessions: readonly Sessions[];
  readonly planned: { readonly deadLetters: readonly RegExp[]; readonly behaviourLost: boolean };
}

export interface StoredOrder {
  readonly status: string;
  readonly total: string;
}

/** A row of an outbox. */
export interface Published {
  readonly service: string;
  readonly id: bigint;
  readonly messageId: string;
  readonly subject: string;
  readonly key: string;
  readonly state: 'published' | 'pending' | 'parked';
  /** By `outbox republish`: behind what was published meanwhile. */
  readonly resent: boolean;
}

export interface Consumer {
  readonly name: string;
  /** The events of a key are handled in their order. */
  readonly ordered: boolean;
  readonly filters: readonly string[];
  /** Names, without the epoch that a rebuild adds. */
  readonly durables: readonly string[];
}

export interface DeadLetterSeen {
  readonly consumer: string;
  readonly eventId: string;
  readonly error: string;
}

/** The ledger of an order's payment, added up. */
export interface Balance {
  readonly orderId: string;
  readonly held: number;
  readonly captured: number;
  readonly refunded: number;
}

export interface Figures {
  readonly orders: number;
  /** Exact decimal. */
  readonly revenue: string;
}

/** Of a service's login. */
export interface Sessions {
  readonly service: string;
  readonly open: number;
  /** The most that its processes' pools may have. */
  readonly most: number;
  readonly inTransaction: number;
  readonly advisoryLocks: number;
  /** Locks that relays need. */
  readonly mostLocks: number;
}
