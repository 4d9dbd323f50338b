import { Inject, Injectable } from '@nestjs/common';
import { IdempotencyKeyInUse, IdempotencyKeyReused } from '../errors.js';
import { IdempotentRequests } from '../persistence/idempotent-requests.js';
import type { Tx } from '../persistence/transaction.js';

export const IDEMPOTENCY_RETENTION_MS = Symbol('idempotency-retention');

/** Executes a request once per `Idempotency-Key`, and returns its stored response while the key is kept. */
@Injectable()
export class Idempotency {
  constructor(
    private readonly requests: IdempotentRequests,
    @Inject(IDEMPOTENCY_RETENTION_MS) private readonly retentionMs: number,
  ) {}

  /**
   * Runs `work` in `tx` unless a response is stored for the key. Nothing is stored if `work` throws, so the key can be
   * used again.
   *
   * @throws IdempotencyKeyInUse, IdempotencyKeyReused
   */
  async run<Result>(
    tx: Tx,
    key: string | undefined,
    request: unknown,
    work: () => Promise<Result>,
  ): Promise<{ result: Result; replayed: boolean }> {
    if (key === undefined) return { result: await work(), replayed: false };
    if (!(await this.requests.tryHold(tx, key))) throw new IdempotencyKeyInUse();

    // Read while the key is held: an earlier holder has committed by now.
    const stored = await this.requests.find(tx, key, request);
    if (stored && !stored.isSame) throw new IdempotencyKeyReused();
    if (stored) return { result: stored.response as Result, replayed: true };

    const result = await work();
    await this.requests.save(tx, key, request, result, new Date(Date.now() + this.retentionMs));
    return { result, replayed: false };
  }
}
