import type { SqlTransaction } from '@waybill/messaging';
import type { OrderStatus } from '../domain/order-status.js';
import type { PlacedOrder } from '../domain/order.js';
import type { Settlement } from '../domain/settle-order.js';

export interface StoredOrder extends PlacedOrder {
  readonly status: OrderStatus;
}

/** A placed order under the importing caller's own name for it. */
export type ReferencedOrder = PlacedOrder & { readonly reference: string };

/** Where orders are kept. All of it happens in the caller's transaction. */
export abstract class Orders {
  /** Stores a new order with its lines. */
  abstract add(tx: SqlTransaction, order: PlacedOrder): Promise<void>;

  /**
   * Stores orders with their lines, in one statement. One whose reference is known already is left as it
   * is. Two callers that bring the same references wait for each other and do not deadlock.
   *
   * @returns the ids of those that were stored
   */
  abstract addNew(tx: SqlTransaction, orders: readonly ReferencedOrder[]): Promise<ReadonlySet<string>>;

  /** The status of an order, whose row stays locked until the transaction ends: two changes of one order take turns. */
  abstract lockStatus(tx: SqlTransaction, orderId: string): Promise<OrderStatus | undefined>;

  /** The same with the whole order. */
  abstract lock(tx: SqlTransaction, orderId: string): Promise<StoredOrder | undefined>;

  /** @param settlement what became of it; the caller holds the lock and has checked that it may */
  abstract settle(tx: SqlTransaction, orderId: string, settlement: Settlement, at: Date): Promise<void>;

  abstract cancel(tx: SqlTransaction, orderId: string, at: Date): Promise<void>;
}
