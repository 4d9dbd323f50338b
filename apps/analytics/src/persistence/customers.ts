import { Injectable } from '@nestjs/common';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { storable } from '@waybill/service/postgres';
import { FORGET_SALES, FORGET_SESSIONS, LOCK_CUSTOMERS, RECORD_ERASURE } from './forget-customer.sql.js';

/** Whose sales and sessions are whose. */
@Injectable()
export class Customers {
  /** Sales and sessions until then belong to nobody, those that are still to come too. Every other figure stays. */
  async forget(tx: SqlTransaction, customerId: string, until: string): Promise<void> {
    const values = [storable(customerId), until];
    await execute(tx, LOCK_CUSTOMERS, []);
    await execute(tx, RECORD_ERASURE, values);
    await execute(tx, FORGET_SALES, values);
    await execute(tx, FORGET_SESSIONS, values);
  }
}
