import { Injectable } from '@nestjs/common';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { ADD_RECEIPT, DELETE_RECEIPTS, LOCK_RECEIPTS, RECORD_ERASURE } from './receipts.sql.js';

/** Where the receipts of payments go: personal data, readable in this table alone. */
@Injectable()
export class Receipts {
  async add(
    tx: SqlTransaction,
    { orderId, customerId, email }: { orderId: string; customerId: string; email: string },
    namedAt: string,
  ): Promise<void> {
    await execute(tx, ADD_RECEIPT, [orderId, customerId, email, namedAt]);
  }

  /** Removes a customer's addresses; one that was named until then and arrives later is not stored. */
  async forgetCustomer(tx: SqlTransaction, customerId: string, until: string): Promise<void> {
    await execute(tx, LOCK_RECEIPTS, []);
    await execute(tx, RECORD_ERASURE, [customerId, until]);
    await execute(tx, DELETE_RECEIPTS, [customerId, until]);
  }
}
