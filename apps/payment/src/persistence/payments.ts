import { Injectable } from '@nestjs/common';
import type { PaymentFacts } from '@waybill/contracts';
import { execute, type SqlTransaction } from '@waybill/messaging';
import type { Movement, PaymentStatus } from '../domain/payment-status.js';
import {
  ADD_PAYMENT,
  END_PAYMENT,
  LOCK_CUSTOMER,
  LOCK_PAYMENT,
  MOVE_AMOUNT,
  SELECT_EXPOSURE,
} from './payments.sql.js';

/**
 * Payments and their ledger, always in the caller's transaction. The ledger has each movement of an order at most once, by
 * its primary key: whatever the code does, nothing is captured or refunded twice.
 */
@Injectable()
export class Payments {
  /** Stores a payment; false if its order has one already. */
  async add(
    tx: SqlTransaction,
    { orderId, customerId, amount, currency }: PaymentFacts,
    status: Extract<PaymentStatus, 'requested' | 'cancelled'>,
    at: Date,
  ): Promise<boolean> {
    const added = await execute(tx, ADD_PAYMENT, [orderId, customerId, amount, currency, status, at]);
    return added.length === 1;
  }

  /** The status of a payment, whose row stays locked until the transaction ends. */
  async lockStatus(tx: SqlTransaction, orderId: string): Promise<PaymentStatus | undefined> {
    const [row] = await execute<{ status: PaymentStatus }>(tx, LOCK_PAYMENT, [orderId]);
    return row?.status;
  }

  /** Enters a movement of the whole amount in the ledger. Returns when, ISO 8601. */
  move(tx: SqlTransaction, orderId: string, movement: Movement): Promise<string> {
    return timeOf(tx, MOVE_AMOUNT, [orderId, movement]);
  }

  decline(tx: SqlTransaction, orderId: string, detail: string): Promise<string> {
    return timeOf(tx, END_PAYMENT, [orderId, 'declined', detail]);
  }

  cancel(tx: SqlTransaction, orderId: string): Promise<string> {
    return timeOf(tx, END_PAYMENT, [orderId, 'cancelled', null]);
  }

  /**
   * What a customer has requested within 24 hours and not got back, exact; stored payments of this transaction included. Two
   * transactions of one customer do not both find room for their payment.
   */
  async lockExposure(tx: SqlTransaction, customerId: string, currency: string): Promise<string> {
    await execute(tx, LOCK_CUSTOMER, [customerId]);
    const [row] = await execute<{ amount: string }>(tx, SELECT_EXPOSURE, [customerId, currency]);
    return row!.amount;
  }
}

async function timeOf(tx: SqlTransaction, sql: string, values: unknown[]): Promise<string> {
  const [row] = await execute<{ at: Date }>(tx, sql, values);
  return row!.at.toISOString();
}
