import { Injectable } from '@nestjs/common';
import { execute } from '@waybill/messaging';
import type { StockDemand } from '../domain/settle-order.js';
import { LOCK_DEMANDS, LOCK_RESERVED, RESERVE_STOCK, RETURN_STOCK } from './stock.sql.js';
import type { Tx } from './transaction.js';

/** Stock of the products whose stock is tracked. Several products are locked in the order of their ids, which prevents deadlocks. */
@Injectable()
export class Stock {
  /** The wanted and available units of each product of a stored order; the products are locked until the transaction ends. */
  lockDemands(tx: Tx, orderId: string): Promise<StockDemand[]> {
    return execute<StockDemand>(tx, LOCK_DEMANDS, [orderId]);
  }

  /** Takes the units that `lockDemands` has found available, and records them for the order. */
  async reserve(tx: Tx, orderId: string): Promise<void> {
    await execute(tx, RESERVE_STOCK, [orderId]);
  }

  /** Returns exactly what was taken for the order. A second call changes nothing. */
  async release(tx: Tx, orderId: string): Promise<void> {
    const reserved = await execute(tx, LOCK_RESERVED, [orderId]);
    if (reserved.length > 0) await execute(tx, RETURN_STOCK, [orderId]);
  }
}
