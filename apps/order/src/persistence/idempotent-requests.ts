import { Injectable } from '@nestjs/common';
import { execute } from '@waybill/messaging';
import { createHash } from 'node:crypto';
import { PrismaClient, type Prisma } from './generated/client.js';
import { DELETE_EXPIRED_REQUESTS, TRY_HOLD_KEY } from './idempotent-requests.sql.js';
import type { Tx } from './transaction.js';

export interface StoredResponse {
  /** Whether the stored request equals the given one. */
  readonly isSame: boolean;
  readonly response: unknown;
}

/**
 * The responses to requests with an `Idempotency-Key`. Only the request's transaction holds the key: it is stored if and
 * only if the request took effect, and a process that crashes holds no key.
 */
@Injectable()
export class IdempotentRequests {
  constructor(private readonly prisma: PrismaClient) {}

  /** Takes the key until the transaction ends. Returns false if another transaction has it; never waits. */
  async tryHold(tx: Tx, key: string): Promise<boolean> {
    const [row] = await execute<{ held: boolean }>(tx, TRY_HOLD_KEY, [key]);
    return row!.held;
  }

  /** The stored response for this key, unless it has expired, compared with this request. */
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
    const stored = {
      fingerprint: fingerprintOf(request),
      response: response as Prisma.InputJsonValue,
      expiresAt,
    };
    // The caller holds the key, so an existing row has expired.
    await tx.idempotentRequest.upsert({
      where: { key },
      create: { key, ...stored },
      update: stored,
      select: { key: true },
    });
  }

  /** Removes up to `limit` expired ones and returns their number. Concurrent callers do not wait for each other. */
  removeExpired(limit: number): Promise<number> {
    return this.prisma.$executeRawUnsafe(DELETE_EXPIRED_REQUESTS, new Date(), limit);
  }
}

/** Computed from the parsed request: white space and the order of fields do not matter. */
function fingerprintOf(request: unknown): Buffer<ArrayBuffer> {
  return createHash('sha256').update(JSON.stringify(request)).digest();
}
