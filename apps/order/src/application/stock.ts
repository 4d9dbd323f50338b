import type { SqlTransaction } from '@waybill/messaging';
import type { StockDemand } from '../domain/settle-order.js';

/** Units of counted products. Whoever changes more than one product locks them in the order of their ids, so nobody deadlocks. */
export abstract class Stock {
  /** What a stored order wants of each counted product, and what there is at the moment. Takes no lock. */
  abstract demands(tx: SqlTransaction, orderId: string): Promise<StockDemand[]>;

  /** The same, with the products locked until the transaction ends: the figures hold. */
  abstract lockDemands(tx: SqlTransaction, orderId: string): Promise<StockDemand[]>;

  /** Takes what `lockDemands` has found to be there, and remembers it under the order. */
  abstract take(tx: SqlTransaction, orderId: string): Promise<void>;

  /** Gives back exactly what was taken for the order. A second call finds nothing to give. */
  abstract giveBack(tx: SqlTransaction, orderId: string): Promise<void>;
}
