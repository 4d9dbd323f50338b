import type { ConsumerDefinition } from '../consumer/define-consumer.js';
import type { Log } from '../log.js';
import type { ConnectionPool } from '../sql/connection-pool.js';
import { inPoolTransaction } from '../sql/pool-transaction.js';
import type { Delivery } from '../transport/transport.js';
import { takePermits } from './permits.sql.js';
import { RateLimiter } from './rate-limiter.js';

const STATEMENT_MS = 5_000;

export interface RateLimitersPorts {
  pool: ConnectionPool;
  stopPulling: (consumer: ConsumerDefinition) => void;
  pullAgain: (consumer: ConsumerDefinition) => void;
  log: Log;
}

/** The rate limiters of a process, of those consumers that have a rate. */
export class RateLimiters {
  readonly #limiters = new Map<string, RateLimiter>();

  constructor(
    consumers: readonly ConsumerDefinition[],
    { pool, stopPulling, pullAgain, log }: RateLimitersPorts,
  ) {
    for (const consumer of consumers) {
      const { name, rate } = consumer;
      if (!rate) continue;
      const limiter = new RateLimiter({
        consumer: name,
        takePermits: (wanted) =>
          inPoolTransaction(pool, STATEMENT_MS, (tx) => takePermits(tx, name, wanted, rate)),
        stopPulling: () => stopPulling(consumer),
        pullAgain: () => pullAgain(consumer),
        log,
      });
      this.#limiters.set(name, limiter);
    }
  }

  admit(consumer: string, delivery: Delivery, run: () => void): void {
    const limiter = this.#limiters.get(consumer);
    if (limiter) limiter.admit(delivery, run);
    else run();
  }

  forget(consumer: string, delivery: Delivery): void {
    this.#limiters.get(consumer)?.forget(delivery);
  }

  stop(): void {
    for (const limiter of this.#limiters.values()) limiter.stop();
  }
}
