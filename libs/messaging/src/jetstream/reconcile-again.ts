import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '../backoff.js';
import { BrokerUnavailable } from '../errors.js';
import type { Log } from '../log.js';

const RETRY = { baseMs: 250, maxMs: 5_000 };

/**
 * The broker that comes back may have lost its data, or be another one: what was declared holds there too. It may
 * take connections before JetStream answers (a cluster elects its leaders first), so this is tried until it does.
 */
export class ReconcileAgain {
  readonly #stopping = new AbortController();
  #wanted = false;
  #running = false;

  constructor(
    private readonly reconcile: () => Promise<void>,
    private readonly log: Log,
  ) {}

  /** To be called at each reconnect; one round runs at a time, and begins once more for each that came meanwhile. */
  begin(): void {
    this.#wanted = true;
    if (!this.#running) void this.#run();
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    this.#running = true;
    for (let failures = 0; this.#wanted && !signal.aborted;) {
      this.#wanted = false;
      try {
        await this.reconcile();
      } catch (error) {
        this.log.error({ err: error }, 'streams and consumers are not as declared after the reconnect');
        if (!(error instanceof BrokerUnavailable)) continue;
        this.#wanted = true;
        // Only a stop ends the pause early, and the loop looks at that itself.
        await delay(backoffMs(++failures, RETRY), undefined, { signal, ref: false }).catch(() => {});
      }
    }
    this.#running = false;
  }
}
