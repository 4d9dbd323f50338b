import { Injectable } from '@nestjs/common';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { IdempotentRequests, type AnsweredRequest } from '../application/idempotent-requests.js';
import { Database } from './database.js';
import {
  DELETE_EXPIRED_REQUESTS,
  SAVE_ANSWERED_REQUEST,
  SELECT_ANSWERED_REQUEST,
  TRY_HOLD_KEY,
} from './idempotent-requests.sql.js';

@Injectable()
export class PgIdempotentRequests extends IdempotentRequests {
  constructor(private readonly database: Database) {
    super();
  }

  async tryHold(tx: SqlTransaction, key: string): Promise<boolean> {
    const [row] = await execute<{ held: boolean }>(tx, TRY_HOLD_KEY, [key]);
    return row!.held;
  }

  async find(tx: SqlTransaction, key: string): Promise<AnsweredRequest | undefined> {
    const [row] = await execute<AnsweredRequest>(tx, SELECT_ANSWERED_REQUEST, [key]);
    return row;
  }

  async save(
    tx: SqlTransaction,
    key: string,
    { fingerprint, response }: AnsweredRequest,
    expiresAt: Date,
  ): Promise<void> {
    await execute(tx, SAVE_ANSWERED_REQUEST, [key, fingerprint, JSON.stringify(response), expiresAt]);
  }

  async removeExpired(limit: number): Promise<number> {
    const { rowCount } = await this.database.pool.query(DELETE_EXPIRED_REQUESTS, [limit]);
    return rowCount ?? 0;
  }
}
