import { Injectable } from '@nestjs/common';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { createHash } from 'node:crypto';
import { IdempotentRequests, type AnsweredRequest } from '../application/idempotent-requests.js';
import { Database } from './database.js';
import type { Prisma } from './generated/client.js';
import { DELETE_EXPIRED_REQUESTS, TRY_HOLD_KEY } from './idempotent-requests.sql.js';
import { typed } from './prisma-transaction.js';

@Injectable()
export class PrismaIdempotentRequests extends IdempotentRequests {
  constructor(private readonly database: Database) {
    super();
  }

  async tryHold(tx: SqlTransaction, key: string): Promise<boolean> {
    const [row] = await execute<{ held: boolean }>(tx, TRY_HOLD_KEY, [key]);
    return row!.held;
  }

  async find(tx: SqlTransaction, key: string, request: unknown): Promise<AnsweredRequest | undefined> {
    const row = await typed(tx).idempotentRequest.findUnique({
      where: { key, expiresAt: { gt: new Date() } },
      select: { fingerprint: true, response: true },
    });
    return row
      ? { isSame: fingerprintOf(request).equals(row.fingerprint), response: row.response }
      : undefined;
  }

  async save(
    tx: SqlTransaction,
    key: string,
    request: unknown,
    response: unknown,
    expiresAt: Date,
  ): Promise<void> {
    const answer = {
      fingerprint: fingerprintOf(request),
      response: response as Prisma.InputJsonValue,
      expiresAt,
    };
    // Only an expired one can be in the way: the caller holds the key.
    await typed(tx).idempotentRequest.upsert({
      where: { key },
      create: { key, ...answer },
      update: answer,
      select: { key: true },
    });
  }

  removeExpired(limit: number): Promise<number> {
    return this.database.prisma.$executeRawUnsafe(DELETE_EXPIRED_REQUESTS, new Date(), limit);
  }
}

/** Of the request as it was understood: white space and the order of fields make no other request. */
function fingerprintOf(request: unknown): Buffer<ArrayBuffer> {
  return createHash('sha256').update(JSON.stringify(request)).digest();
}
