import type { OrderStatus, StatusTimes } from '../domain/order-status.js';
import type { OrderLine, Priority } from '../domain/order.js';
import type { RejectionReason } from '../domain/settle-order.js';

/** An order in a list. */
export interface OrderSummary extends StatusTimes {
  readonly orderId: string;
  readonly customerId: string;
  readonly status: OrderStatus;
  /** Why it was rejected, as its event has it, and the same in words. */
  readonly reason?: RejectionReason;
  readonly reasonDetail?: string;
  readonly priority: Priority;
  readonly currency: string;
  readonly total: string;
  readonly lineCount: number;
}

export interface OrderView extends Omit<OrderSummary, 'lineCount'> {
  readonly lines: readonly OrderLine[];
}

/** Where a page ends: the next one begins after this order. */
export interface OrderPosition {
  readonly placedAt: Date;
  readonly orderId: string;
}

export interface OrderPage {
  readonly items: OrderSummary[];
  readonly next?: OrderPosition;
}

export interface OrderFilter {
  readonly customerId?: string;
  readonly status?: OrderStatus;
}

export abstract class OrderQueries {
  abstract find(orderId: string): Promise<OrderView | undefined>;

  /** Newest first by the time of placing. Orders placed while somebody turns pages do not shift the pages. */
  abstract list(filter: OrderFilter, page: { limit: number; after?: OrderPosition }): Promise<OrderPage>;
}
