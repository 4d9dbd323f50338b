import { Injectable } from '@nestjs/common';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { Stock } from '../application/stock.js';
import type { StockDemand } from '../domain/settle-order.js';
import { GIVE_STOCK_BACK, LOCK_DEMANDS, LOCK_RESERVED, SELECT_DEMANDS, TAKE_STOCK } from './stock.sql.js';

/** In SQL throughout: every statement locks, or works on all products of an order at once. */
@Injectable()
export class SqlStock extends Stock {
  demands(tx: SqlTransaction, orderId: string): Promise<StockDemand[]> {
    return read(tx, SELECT_DEMANDS, orderId);
  }

  lockDemands(tx: SqlTransaction, orderId: string): Promise<StockDemand[]> {
    return read(tx, LOCK_DEMANDS, orderId);
  }

  async take(tx: SqlTransaction, orderId: string): Promise<void> {
    await execute(tx, TAKE_STOCK, [orderId]);
  }

  async giveBack(tx: SqlTransaction, orderId: string): Promise<void> {
    const reserved = await execute(tx, LOCK_RESERVED, [orderId]);
    if (reserved.length > 0) await execute(tx, GIVE_STOCK_BACK, [orderId]);
  }
}

function read(tx: SqlTransaction, sql: string, orderId: string): Promise<StockDemand[]> {
  return execute<StockDemand>(tx, sql, [orderId]);
}
