import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '../backoff.js';
import type { Log } from '../log.js';
import type { Delivery } from '../transport/transport.js';
import type { Permits } from './permits.sql.js';

/** A message that would wait for its permit for longer is given back. */
const LONGEST_HOLD_MS = 1_000;
const OUTAGE = { baseMs: 200, maxMs: 5_000 };

export interface RateLimiterPorts {
  consumer: string;
  /** @throws the database's errors */
  takePermits: (wanted: number) => Promise<Permits>;
  /** Pulls no more, and gives back what has not begun. */
  stopPulling: () => void;
  pullAgain: () => void;
  log: Log;
}

/**
 * Lets a consumer's messages through as fast as there are permits, in the order in which they came. Permits are taken for
 * messages that are here: those that a process takes and is killed with are lost, and the rate is lower for it, not higher.
 *
 * Messages wait for a moment; for longer they are given back, and nothing is pulled until a permit is due.
 */
export class RateLimiter {
  readonly #waiting = new Map<Delivery, () => void>();
  readonly #stopping = new AbortController();
  #taking = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly ports: RateLimiterPorts) {}

  admit(delivery: Delivery, run: () => void): void {
    this.#waiting.set(delivery, run);
    if (!this.#taking) void this.letThrough();
  }

  /** It was given back and does not run. */
  forget(delivery: Delivery): void {
    this.#waiting.delete(delivery);
  }

  stop(): void {
    this.#stopping.abort();
    clearTimeout(this.#timer);
  }

  private async letThrough(): Promise<void> {
    const { signal } = this.#stopping;
    this.#taking = true;
    for (let failures = 0; this.#waiting.size > 0 && !signal.aborted;) {
      let waitMs: number;
      try {
        const permits = await this.ports.takePermits(this.#waiting.size);
        this.run(permits.granted);
        failures = 0;
        waitMs = permits.waitMs;
        if (this.#waiting.size > 0 && waitMs > LONGEST_HOLD_MS) this.letGo(waitMs);
      } catch (error) {
        waitMs = backoffMs(++failures, OUTAGE);
        const { consumer, log } = this.ports;
        log.warn({ err: error, consumer, failures }, 'cannot take permits: messages are held until it can');
      }
      // Only the stop ends it early, and the loop looks at that itself.
      if (this.#waiting.size > 0) await delay(waitMs, undefined, { signal }).catch(() => undefined);
    }
    this.#taking = false;
  }

  private run(granted: number): void {
    for (const [delivery, run] of [...this.#waiting].slice(0, granted)) {
      this.#waiting.delete(delivery);
      run();
    }
  }

  private letGo(waitMs: number): void {
    this.ports.stopPulling();
    this.#timer = setTimeout(() => this.ports.pullAgain(), waitMs);
    this.#timer.unref();
  }
}
