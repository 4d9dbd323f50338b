import { Inject, Injectable } from '@nestjs/common';
import { IdempotencyKeyInUse, IdempotencyKeyReused } from '../errors.js';
import { IdempotentRequests } from '../persistence/idempotent-requests.js';
import type { Tx } from '../persistence/transaction.js';

export const IDEMPOTENCY_RETENTION_MS = Symbol('idempotency-retention');

/** Carries out a request once per `Idempotency-Key` and gives its answer again for as long as the key is kept. */
@Injectable()
export class Idempotency {
  constructor(
    private readonly requests: IdempotentRequests,
    @Inject(IDEMPOTENCY_RETENTION_MS) private readonly retentionMs: number,
  ) {}

  /**
   * Runs `work` in `tx` unless the key has its answer already. What `work` throws is not kept: the same key
   * may be tried again.
   *
   * @throws IdempotencyKeyInUse, IdempotencyKeyReused
   */
  async run<Answer>(
    tx: Tx,
    key: string | undefined,
    request: unknown,
    work: () => Promise<Answer>,
  ): Promise<{ answer: Answer; replayed: boolean }> {
    if (key === undefined) return { answer: await work(), replayed: false };
    if (!(await this.requests.tryHold(tx, key))) throw new IdempotencyKeyInUse();

    // Read after the key is held: whoever held it before has committed by now.
    const known = await this.requests.find(tx, key, request);
    if (known && !known.isSame) throw new IdempotencyKeyReused();
    if (known) return { answer: known.response as Answer, replayed: true };

    const answer = await work();
    await this.requests.save(tx, key, request, answer, new Date(Date.now() + this.retentionMs));
    return { answer, replayed: false };
  }
}
