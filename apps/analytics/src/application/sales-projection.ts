import type { OrderFacts } from '@waybill/contracts';
import type { SqlTransaction } from '@waybill/messaging';

/**
 * What is sold, one fact per order. Both operations are idempotent by order id and commute: in whatever
 * order, batch or replica they run, and however often, the figures come out the same.
 */
export abstract class SalesProjection {
  /** Counts confirmed orders, except those already counted or withdrawn. */
  abstract count(tx: SqlTransaction, orders: readonly OrderFacts[]): Promise<void>;

  /** Takes cancelled orders out again, for good: where the confirmation has not come yet, it will count nothing. */
  abstract withdraw(tx: SqlTransaction, orders: readonly OrderFacts[]): Promise<void>;
}
