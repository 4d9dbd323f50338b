import { setTimeout as delay } from 'node:timers/promises';
import { namesOf, type ConsumerDefinition } from '../consumer/define-consumer.js';
import type { Log } from '../log.js';
import type { ConnectionPool } from '../sql/connection-pool.js';
import { inPoolTransaction } from '../sql/pool-transaction.js';
import { readPauses, type ConsumerPause } from './pauses.sql.js';

/** Every replica obeys within a second of the commit: half of that is for a slow look. */
const LOOK_MS = 500;
const STATEMENT_MS = 5_000;

export interface PauseWatchPorts {
  pool: ConnectionPool;
  consumers: readonly ConsumerDefinition[];
  onPaused: (consumer: ConsumerDefinition) => void;
  onResumed: (consumer: ConsumerDefinition) => void;
  log: Log;
}

/**
 * Looks which of this process's consumers are paused, and says so when that changes. While the database does not respond,
 * what was known last stays in force: handlers could do nothing then anyway.
 */
export class PauseWatch {
  readonly #stopping = new AbortController();
  #paused = new Map<ConsumerDefinition, ConsumerPause>();
  #running: Promise<void> | undefined;
  #failing = false;

  constructor(private readonly ports: PauseWatchPorts) {}

  /** Of the last look, by the consumer's present name. */
  get paused(): readonly ConsumerPause[] {
    return [...this.#paused].map(([{ name }, pause]) => ({ ...pause, consumer: name }));
  }

  /** Resolves after the first look: what is paused must not pull at the start. @throws the database's errors */
  async start(): Promise<void> {
    if (this.ports.consumers.length === 0 || this.#running) return;
    await this.look();
    this.#running ??= this.run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** @throws the database's errors */
  async look(): Promise<void> {
    const { pool, consumers, onPaused, onResumed } = this.ports;
    const names = consumers.flatMap(namesOf);
    const pauses = await inPoolTransaction(pool, STATEMENT_MS, (tx) => readPauses(tx, names));
    const before = this.#paused;
    this.#paused = new Map(
      consumers.flatMap((consumer) => {
        const found = pauses.find((each) => namesOf(consumer).includes(each.consumer));
        return found ? [[consumer, found] as const] : [];
      }),
    );
    for (const consumer of this.#paused.keys()) if (!before.has(consumer)) onPaused(consumer);
    for (const consumer of before.keys()) if (!this.#paused.has(consumer)) onResumed(consumer);
  }

  private async run(): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      await delay(LOOK_MS, undefined, { signal }).catch(() => {
        // Only the stop ends the delay early, and the loop looks at that itself.
      });
      if (signal.aborted) return;
      try {
        await this.look();
        this.#failing = false;
      } catch (error) {
        if (!this.#failing) {
          this.ports.log.warn(
            { err: error },
            'cannot look which consumers are paused: goes on as before until it can',
          );
        }
        this.#failing = true;
      }
    }
  }
}
