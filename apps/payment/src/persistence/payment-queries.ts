import { Injectable } from '@nestjs/common';
import { PgDatabase } from '@waybill/service/postgres';
import type { Movement, PaymentStatus } from '../domain/payment-status.js';
import { SELECT_PAYMENT, SELECT_PAYMENTS } from './payment-queries.sql.js';

/** A payment in a list. Amounts are exact decimals without trailing zeros. */
export interface PaymentSummary {
  readonly orderId: string;
  readonly customerId: string;
  readonly status: PaymentStatus;
  readonly amount: string;
  readonly currency: string;
  /** Why it was declined, for people. */
  readonly detail: string | null;
  readonly requestedAt: Date;
}

export interface LedgerEntry {
  readonly kind: Movement;
  readonly amount: string;
  /** As JSON of Postgres has it. */
  readonly at: string;
}

export interface PaymentView extends PaymentSummary {
  /** Oldest first. */
  readonly ledger: readonly LedgerEntry[];
  /** Null if nobody was named, or the customer was erased. */
  readonly receiptTo: string | null;
}

/** The last payment of a page: the next page begins after it. */
export interface PaymentPosition {
  readonly requestedAt: Date;
  readonly orderId: string;
}

export interface PaymentPage {
  readonly items: PaymentSummary[];
  readonly next?: PaymentPosition;
}

@Injectable()
export class PaymentQueries {
  constructor(private readonly database: PgDatabase) {}

  async find(orderId: string): Promise<PaymentView | undefined> {
    const { rows } = await this.database.pool.query<PaymentView>(SELECT_PAYMENT, [orderId]);
    return rows[0];
  }

  /** Newest first. New payments do not shift the pages of a list. */
  async list(
    status: PaymentStatus | undefined,
    { limit, after }: { limit: number; after?: PaymentPosition },
  ): Promise<PaymentPage> {
    const values = [status, after?.requestedAt, after?.orderId, limit + 1];
    const { rows } = await this.database.pool.query<PaymentSummary>(SELECT_PAYMENTS, values);
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    return { items, ...(last && { next: { requestedAt: last.requestedAt, orderId: last.orderId } }) };
  }
}
