import { Injectable } from '@nestjs/common';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { createHash } from 'node:crypto';
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

  async find(tx: SqlTransaction, key: string, request: unknown): Promise<AnsweredRequest | undefined> {
    const [row] = await execute<{ fingerprint: Buffer; response: unknown }>(tx, SELECT_ANSWERED_REQUEST, [
      key,
    ]);
    return row && { isSame: row.fingerprint.equals(fingerprintOf(request)), response: row.response };
  }

  async save(
    tx: SqlTransaction,
    key: string,
    request: unknown,
    response: unknown,
    expiresAt: Date,
  ): Promise<void> {
    const values = [key, fingerprintOf(request), JSON.stringify(response), expiresAt];
    await execute(tx, SAVE_ANSWERED_REQUEST, values);
  }

  async removeExpired(limit: number): Promise<number> {
    const { rowCount } = await this.database.pool.query(DELETE_EXPIRED_REQUESTS, [limit]);
    return rowCount ?? 0;
  }
}

/** Of the request as it was understood: white space and the order of fields make no other request. */
function fingerprintOf(request: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(request)).digest();
}
