import { Injectable } from '@nestjs/common';
import { execute } from '@waybill/messaging';
import { createHash } from 'node:crypto';
import { PrismaClient, type Prisma } from './generated/client.js';
import { DELETE_EXPIRED_REQUESTS, TRY_HOLD_KEY } from './idempotent-requests.sql.js';
import type { Tx } from './transaction.js';

export interface StoredResponse {
  /** Whether it was the request that is asked about, in all it says. */
  readonly isSame: boolean;
  readonly response: unknown;
}

/**
 * What came of requests with an `Idempotency-Key`. A key is held by its request's transaction and by nothing
 * else: it is stored if and only if the request took effect, and a process that dies holds no key.
 */
@Injectable()
export class IdempotentRequests {
  constructor(private readonly prisma: PrismaClient) {}

  /**
   * Takes the key until the transaction ends. False where another transaction has it; never waits.
   */
  async tryHold(tx: Tx, key: string): Promise<boolean> {
    const [row] = await execute<{ held: boolean }>(tx, TRY_HOLD_KEY, [key]);
    return row!.held;
  }

  /** What was answered under this key and has not expired, compared with this request. */
  async find(tx: Tx, key: string, request: unknown): Promise<StoredResponse | undefined> {
    const row = await tx.idempotentRequest.findUnique({
      where: { key, expiresAt: { gt: new Date() } },
      select: { fingerprint: true, response: true },
    });
    return row
      ? { isSame: fingerprintOf(request).equals(row.fingerprint), response: row.response }
      : undefined;
  }

  async save(tx: Tx, key: string, request: unknown, response: unknown, expiresAt: Date): Promise<void> {
    const answer = {
      fingerprint: fingerprintOf(request),
      response: response as Prisma.InputJsonValue,
      expiresAt,
    };
    // Only an expired one can be in the way: the caller holds the key.
    await tx.idempotentRequest.upsert({
      where: { key },
      create: { key, ...answer },
      update: answer,
      select: { key: true },
    });
  }

  /** Removes up to `limit` expired ones; gives their number. Two callers do not wait for each other. */
  removeExpired(limit: number): Promise<number> {
    return this.prisma.$executeRawUnsafe(DELETE_EXPIRED_REQUESTS, new Date(), limit);
  }
}

/** Of the request as it was understood: white space and the order of fields make no other request. */
function fingerprintOf(request: unknown): Buffer<ArrayBuffer> {
  return createHash('sha256').update(JSON.stringify(request)).digest();
}
