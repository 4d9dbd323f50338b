import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf } from '../errors.js';
import { CALM_AFTER, restartDelay } from './back-off.js';
import { describeExit, type RunningProcess } from './running-process.js';
import { stopChild, type StopOptions, type StopOutcome } from './stop-process.js';

export interface KeptProcessOptions {
  readonly name: string;
  /** Starts it, without waiting for readiness. */
  readonly start: () => Promise<RunningProcess>;
  /** Resolves when it is ready; rejects when it died or took too long. */
  readonly ready: (process: RunningProcess) => Promise<void>;
  readonly stopWith: Omit<StopOptions, 'now'>;
  /** Called whenever there is a new process: its pid must be on record before anything else can go wrong. */
  readonly onStarted: (process: RunningProcess) => void;
  /** Tells people what happens, one line a time. */
  readonly say: (line: string) => void;
}

/**
 * A process that is started again when it dies, with back-off, until it is stopped.
 * States: starting -> running -> (died -> waiting -> starting …) -> stopping -> stopped.
 */
export class KeptProcess {
  readonly name: string;
  readonly #options: KeptProcessOptions;
  readonly #stopping = new AbortController();
  #process: RunningProcess | undefined;
  #keeping: Promise<void> = Promise.resolve();

  constructor(options: KeptProcessOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** The process of the moment; after a death the last one, until the next is there. */
  get process(): RunningProcess | undefined {
    return this.#process;
  }

  /** The first start: resolves when it is ready. A failure here is the caller's; nothing is left running. */
  async start(): Promise<void> {
    const process = await this.#spawn();
    try {
      await this.#options.ready(process);
    } catch (error) {
      await stopChild(process, this.#options.stopWith);
      throw error;
    }
    this.#keeping = this.#keep(process);
  }

  /** Stops it for good. Safe at any moment, during a restart too. */
  async stop(now?: AbortSignal): Promise<StopOutcome> {
    this.#stopping.abort();
    const outcome = this.#process
      ? await stopChild(this.#process, { ...this.#options.stopWith, now })
      : 'stopped';
    await this.#keeping;
    return outcome;
  }

  async #spawn(): Promise<RunningProcess> {
    const process = await this.#options.start();
    this.#process = process;
    this.#options.onStarted(process);
    return process;
  }

  async #keep(first: RunningProcess): Promise<void> {
    let current = first;
    let startedAt = performance.now();
    for (let attempt = 1; ; attempt++) {
      const exit = await current.exited;
      if (this.#stopping.signal.aborted) return;
      if (performance.now() - startedAt > CALM_AFTER) attempt = 1;
      this.#options.say(
        `${this.name} died (${describeExit(exit)}); starting it again in ${restartDelay(attempt) / 1000} s`,
      );
      const next = await this.#restart(attempt);
      if (next === undefined) return;
      current = next;
      startedAt = performance.now();
    }
  }

  /** Undefined when stopped meanwhile. */
  async #restart(attempt: number): Promise<RunningProcess | undefined> {
    const { signal } = this.#stopping;
    for (let tries = attempt; ; tries++) {
      try {
        await delay(restartDelay(tries), undefined, { signal });
      } catch {
        return undefined; // aborted
      }
      try {
        const process = await this.#spawn();
        if (signal.aborted) {
          await stopChild(process, this.#options.stopWith);
          return undefined;
        }
        void this.#announce(process);
        return process;
      } catch (error) {
        this.#options.say(`${this.name} cannot be started: ${reasonOf(error)}`);
      }
    }
  }

  /** Says when it is ready again. If it is not (yet), it goes on living: readiness is also about what it depends on. */
  async #announce(process: RunningProcess): Promise<void> {
    try {
      await this.#options.ready(process);
      this.#options.say(`${this.name} runs again (pid ${process.pid})`);
    } catch (error) {
      if (process.exit() || this.#stopping.signal.aborted) return;
      this.#options.say(`${this.name} runs again (pid ${process.pid}) but is not ready: ${reasonOf(error)}`);
    }
  }
}
