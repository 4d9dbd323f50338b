import { setTimeout as delay } from 'node:timers/promises';
import { StackError, reasonOf } from '../errors.js';
import { isRefusal, refusalOf } from './refusal.js';
import { describeExit, type RunningProcess } from './running-process.js';
import { stopChild, type StopOptions, type StopOutcome } from './stop-process.js';

export interface KeptProcessOptions {
  readonly name: string;
  /** Starts it, without waiting for readiness. */
  readonly start: () => Promise<RunningProcess>;
  /** Resolves when it is ready; rejects when it died or took too long: `timeout` milliseconds, if given. */
  readonly ready: (process: RunningProcess, timeout?: number) => Promise<void>;
  readonly stopWith: Omit<StopOptions, 'now'>;
  /** Called whenever there is a new process: its pid must be on record before anything else can go wrong. */
  readonly onStarted: (process: RunningProcess) => void;
  /** Called when it stands still: it was stopped by `pause` and is gone, or it refuses to run as things are. */
  readonly onPaused: () => void;
  /** Tells people what happens, one line a time. */
  readonly say: (line: string) => void;
}

/** A process that ran this long (milliseconds) before it died is restarted as if for the first time. */
const CALM_AFTER = 60_000;

/**
 * How long to wait before a process is started again, in milliseconds: 0.25 s, doubled with each attempt, at most 15 s.
 *
 * @param attempt 1 for the first restart after `CALM_AFTER`
 */
export function restartDelay(attempt: number): number {
  return Math.min(15_000, 250 * 2 ** (attempt - 1));
}

/** `restarting`: it died and is about to be started again. `stopped`: nothing runs, and nothing is about to. */
export type KeptState = 'starting' | 'running' | 'restarting' | 'stopped';

/**
 * A process that is started again when it dies, with back-off, until somebody wants it to stand still, it refuses to
 * run as it is configured (exit code 78), or it is stopped for good.
 *
 * States: stopped -> starting -> running -> (died: restarting -> starting … | refused) -> stopped, and from there by `resume`
 * once more, until `stop`. A living process that did not become ready in time counts as running: it goes on living,
 * since readiness is also about what it depends on.
 */
export class KeptProcess {
  readonly name: string;
  readonly #options: KeptProcessOptions;
  /** Aborted by whoever has no patience: what is being stopped is killed. */
  readonly #now = new AbortController();
  /** Ends the keeping of the moment; each `resume` begins another. */
  #quit = new AbortController();
  #keeping: Promise<void> = Promise.resolve();
  /** Pauses, resumptions and the stop take turns. */
  #turn: Promise<unknown> = Promise.resolve();
  #process: RunningProcess | undefined;
  #state: KeptState = 'stopped';
  #over = false;

  constructor(options: KeptProcessOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get state(): KeptState {
    return this.#state;
  }

  /** Undefined while none lives. */
  get pid(): number | undefined {
    return this.#process?.exit() ? undefined : this.#process?.pid;
  }

  /** The first start: resolves when it is ready. If it fails, this throws, and nothing is left running. */
  async start(timeout?: number): Promise<void> {
    const process = await this.#spawn();
    try {
      await this.#options.ready(process, timeout);
    } catch (error) {
      await stopChild(process, this.#options.stopWith);
      this.#state = 'stopped';
      throw error;
    }
    this.#state = 'running';
    this.#keepFrom(process);
  }

  /** Stops it, and leaves it so until `resume` or `stop`. Resolves when it is gone; at once if it stands still already. */
  pause(): Promise<StopOutcome> {
    return this.#inTurn(async () => {
      this.#refuseWhenOver();
      const outcome = await this.#halt();
      this.#options.onPaused();
      return outcome;
    });
  }

  /** Starts it again, and keeps it from then on. Does not wait for it; does nothing if it is kept already. */
  resume(): Promise<void> {
    return this.#inTurn(() => {
      this.#refuseWhenOver();
      if (this.#state !== 'stopped') return;
      this.#state = 'starting';
      this.#keepFrom(undefined);
    });
  }

  /**
   * SIGKILL, as a crash would end it: it is started again like after any death.
   *
   * @throws StackError `NOT_RUNNING`
   */
  async kill(): Promise<void> {
    const process = this.#process;
    if (process === undefined || process.exit()) {
      throw new StackError('NOT_RUNNING', `${this.name} does not run now`);
    }
    process.send('SIGKILL');
    await process.exited;
  }

  /** Stops it for good. Safe at any moment, during a start, a pause and a restart too. */
  async stop(now?: AbortSignal): Promise<StopOutcome> {
    this.#over = true;
    if (now?.aborted) this.#now.abort();
    now?.addEventListener('abort', () => this.#now.abort());
    return this.#inTurn(() => this.#halt());
  }

  /** Ends the keeping and what is kept. */
  async #halt(): Promise<StopOutcome> {
    this.#quit.abort();
    const outcome = this.#process
      ? await stopChild(this.#process, { ...this.#options.stopWith, now: this.#now.signal })
      : 'stopped';
    await this.#keeping; // a restart that was under way has seen the end of the keeping
    this.#state = 'stopped';
    return outcome;
  }

  async #spawn(): Promise<RunningProcess> {
    const process = await this.#options.start();
    this.#process = process;
    this.#options.onStarted(process);
    this.#state = 'starting';
    if (!this.#over) return process;
    // Stopped for good while it was being started.
    await stopChild(process, { ...this.#options.stopWith, now: this.#now.signal });
    throw this.#ended();
  }

  #keepFrom(first: RunningProcess | undefined): void {
    if (this.#over) return;
    this.#quit = new AbortController();
    this.#keeping = this.#keep(first, this.#quit.signal);
  }

  async #keep(first: RunningProcess | undefined, quit: AbortSignal): Promise<void> {
    let current = first ?? (await this.#startAgain(0, quit));
    for (let attempt = 1; current; attempt++) {
      const since = performance.now();
      const exit = await current.exited;
      if (quit.aborted) return;
      if (isRefusal(exit)) return this.#giveUp(current);
      this.#state = 'restarting';
      if (performance.now() - since > CALM_AFTER) attempt = 1;
      this.#options.say(
        `${this.name} died (${describeExit(exit)}); starting it again in ${restartDelay(attempt) / 1000} s`,
      );
      current = await this.#startAgain(attempt, quit);
    }
  }

  /** It stays down until somebody has changed something, and says `resume`. */
  #giveUp(process: RunningProcess): void {
    this.#state = 'stopped';
    this.#options.onPaused();
    const { message, fix } = refusalOf(process);
    this.#options.say(`${message}\n  ${fix}`);
  }

  /**
   * Undefined when the keeping ended meanwhile.
   *
   * @param attempt 0 does not wait before the first try
   */
  async #startAgain(attempt: number, quit: AbortSignal): Promise<RunningProcess | undefined> {
    for (let tries = attempt; ; tries++) {
      try {
        if (tries > 0) await delay(restartDelay(tries), undefined, { signal: quit });
      } catch {
        return undefined; // aborted
      }
      try {
        const process = await this.#spawn();
        if (quit.aborted) {
          await stopChild(process, { ...this.#options.stopWith, now: this.#now.signal });
          return undefined;
        }
        void this.#announce(process);
        return process;
      } catch (error) {
        if (quit.aborted) return undefined;
        this.#state = 'restarting';
        this.#options.say(`${this.name} cannot be started: ${reasonOf(error)}`);
      }
    }
  }

  /** Says when it is ready again. If it is not (yet), it goes on living: readiness is also about what it depends on. */
  async #announce(process: RunningProcess): Promise<void> {
    const fault = await this.#options.ready(process).then(() => undefined, reasonOf);
    if (process.exit() || this.#process !== process) return; // its keeper knows
    this.#state = 'running';
    const again = `${this.name} runs again (pid ${process.pid})`;
    this.#options.say(fault === undefined ? again : `${again} but is not ready: ${fault}`);
  }

  async #inTurn<T>(work: () => Promise<T> | T): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined); // its caller is told
    return result;
  }

  #refuseWhenOver(): void {
    if (this.#over) throw this.#ended();
  }

  #ended(): StackError {
    return new StackError('STOPPING', `${this.name} is being stopped with the whole platform`);
  }
}
