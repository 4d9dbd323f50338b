import type { SqlTransaction } from '@waybill/messaging';
import type { SessionBasket } from '../domain/session-basket.js';

export interface ProductName {
  productId: string;
  description: string;
}

export interface OrderBasket {
  orderId: string;
  customerId: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** What the order adds to the heat of each product. */
  heat: number;
  /** Each product once. */
  products: readonly ProductName[];
}

export interface SessionVisit {
  sessionId: string;
  customerId?: string;
  /** The latest touch, milliseconds since the epoch. */
  at: number;
}

export interface OpenSession extends SessionBasket {
  sessionId: string;
  /** The stored basket's key, opaque. */
  basket: string;
}

export interface SessionExtension extends SessionBasket {
  basket: string;
  /** Products new to the session, with what each adds to the heat. */
  added: readonly { product: number; at: number; heat: number }[];
}

/**
 * Writes who put what together. Each operation takes effect once, however often it is repeated, and they
 * commute: orders, cancellations and sessions may come late and in any order. Concurrent ones lock in one
 * order (new products, then sessions by id, then products by number), so they wait but never deadlock.
 */
export abstract class Baskets {
  /** Adds an order's basket, unless it is known or was withdrawn before it came. */
  abstract addOrder(tx: SqlTransaction, order: OrderBasket): Promise<void>;

  /**
   * Takes an order's basket out again, for good: if it has not come yet, it will not count when it does.
   *
   * @param heatAt what the order had added to the heat of its products, by its time
   */
  abstract withdrawOrder(
    tx: SqlTransaction,
    order: { orderId: string; customerId: string; at: number },
    heatAt: (at: number) => number,
  ): Promise<void>;

  /** The numbers of these products; those never seen get one. */
  abstract numbersOf(tx: SqlTransaction, productIds: readonly string[]): Promise<ReadonlyMap<string, number>>;

  /**
   * Opens or finds the sessions and locks them until the transaction ends. A session belongs to the first
   * customer it is known with.
   */
  abstract openSessions(tx: SqlTransaction, visits: readonly SessionVisit[]): Promise<OpenSession[]>;

  /** Writes sessions that `openSessions` has locked in the same transaction. */
  abstract extendSessions(tx: SqlTransaction, extensions: readonly SessionExtension[]): Promise<void>;
}
