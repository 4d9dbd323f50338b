import type { SqlTransaction } from '@waybill/messaging';

export interface AnsweredRequest {
  /** Whether it was the request that is asked about, in all it says. */
  readonly isSame: boolean;
  readonly response: unknown;
}

/**
 * What came of requests with an `Idempotency-Key`. A key is held by its request's transaction and by nothing
 * else: it is stored if and only if the request took effect, and a process that dies holds no key.
 */
export abstract class IdempotentRequests {
  /**
   * Takes the key until the transaction ends. False where another transaction has it; never waits.
   */
  abstract tryHold(tx: SqlTransaction, key: string): Promise<boolean>;

  /** What was answered under this key and has not expired, compared with this request. */
  abstract find(tx: SqlTransaction, key: string, request: unknown): Promise<AnsweredRequest | undefined>;

  abstract save(
    tx: SqlTransaction,
    key: string,
    request: unknown,
    response: unknown,
    expiresAt: Date,
  ): Promise<void>;

  /** Removes up to `limit` expired ones; gives their number. Two callers do not wait for each other. */
  abstract removeExpired(limit: number): Promise<number>;
}
