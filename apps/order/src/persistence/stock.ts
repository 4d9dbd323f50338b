import { Injectable } from '@nestjs/common';
import { execute } from '@waybill/messaging';
import type { StockDemand } from '../domain/settle-order.js';
import { GIVE_STOCK_BACK, LOCK_DEMANDS, LOCK_RESERVED, SELECT_DEMANDS, TAKE_STOCK } from './stock.sql.js';
import type { Tx } from './transaction.js';

/** Units of counted products. Whoever changes more than one product locks them in the order of their ids, so nobody deadlocks. */
@Injectable()
export class Stock {
  /** What a stored order wants of each counted product, and what there is at the moment. Takes no lock. */
  demands(tx: Tx, orderId: string): Promise<StockDemand[]> {
    return read(tx, SELECT_DEMANDS, orderId);
  }

  /** The same, with the products locked until the transaction ends: the figures hold. */
  lockDemands(tx: Tx, orderId: string): Promise<StockDemand[]> {
    return read(tx, LOCK_DEMANDS, orderId);
  }

  /** Takes what `lockDemands` has found to be there, and remembers it under the order. */
  async take(tx: Tx, orderId: string): Promise<void> {
    await execute(tx, TAKE_STOCK, [orderId]);
  }

  /** Gives back exactly what was taken for the order. A second call finds nothing to give. */
  async giveBack(tx: Tx, orderId: string): Promise<void> {
    const reserved = await execute(tx, LOCK_RESERVED, [orderId]);
    if (reserved.length > 0) await execute(tx, GIVE_STOCK_BACK, [orderId]);
  }
}

function read(tx: Tx, sql: string, orderId: string): Promise<StockDemand[]> {
  return execute<StockDemand>(tx, sql, [orderId]);
}
