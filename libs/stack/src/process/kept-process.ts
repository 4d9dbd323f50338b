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
  /** See `REFUSAL_PATIENCE`, the default. */
  readonly refusalPatience?: number;
  /** Called whenever there is a new process: its pid must be recorded before anything else can go wrong. */
  readonly onStarted: (process: RunningProcess) => void;
  /** Called when it is down and stays so: it was stopped by `pause`, or it refuses to run as it is configured. */
  readonly onPaused: () => void;
  /** Reports what happens, one line at a time. */
  readonly say: (line: string) => void;
}

/** A process that ran this long (milliseconds) before it exited is restarted as if for the first time. */
const CALM_AFTER = 60_000;

/**
 * How long to wait before a process is started again, in milliseconds: 0.25 s, doubled with each attempt, at most 15 s.
 *
 * @param attempt 1 for the first restart after `CALM_AFTER`
 */
export function restartDelay(attempt: number): number {
  return Math.min(15_000, 250 * 2 ** (attempt - 1));
}

/**
 * How long a process that ran before may refuse to start, in milliseconds: a build that replaces the files it loads, or a
 * broker that is itself starting, is over by then.
 */
const REFUSAL_PATIENCE = 30_000;

/** How long a restart waits for the end of the old process, in milliseconds: one that a debugger holds never ends by itself. */
const RESTART_DEADLINE = 2_000;

/** `restarting`: it exited and is about to be started again. `stopped`: it is down and stays so. */
export type KeptState = 'starting' | 'running' | 'restarting' | 'stopped';

/**
 * A process that is started again when it exits, with back-off, until it is paused, it keeps refusing to run as it is
 * configured (exit code 78), or it is stopped for good.
 *
 * States: stopped -> starting -> running -> (exited: restarting -> starting … | refused) -> stopped, and from there by
 * `resume` once more, until `stop`. A process that was restarted and did not become ready in time counts as running, and
 * is not stopped, since readiness is also about what it depends on.
 */
export class KeptProcess {
  readonly name: string;
  readonly #options: KeptProcessOptions;
  /** Aborted to kill what is being stopped. */
  readonly #now = new AbortController();
  /** Stops restarting; each `resume` starts it again. */
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

  /** Undefined while it is down. */
  get pid(): number | undefined {
    return this.#process?.exit() ? undefined : this.#process?.pid;
  }

  /** The first start: resolves when it is ready. If it fails, this throws, and nothing is left running. */
  async start(timeout?: number): Promise<void> {
    const process = await this.#spawn();
    try {
      await this.#options.ready(process, timeout);
    } catch (error) {
      await this.#end(process);
      this.#state = 'stopped';
      throw error;
    }
    this.#state = 'running';
    this.#keepFrom(process);
  }

  /** Stops it until `resume`. Resolves when it has ended; at once if it is stopped already. */
  pause(): Promise<StopOutcome> {
    return this.#inTurn(async () => {
      this.#refuseWhenOver();
      const outcome = await this.#halt();
      this.#options.onPaused();
      return outcome;
    });
  }

  /** Starts it again, and keeps it running. Does not wait for it; does nothing if it is not stopped. */
  resume(): Promise<void> {
    return this.#inTurn(() => {
      this.#refuseWhenOver();
      if (this.#state !== 'stopped') return;
      this.#state = 'starting';
      this.#keepFrom(undefined);
    });
  }

  /**
   * Ends it and starts it again, for new code or other settings. What follows is as after any start: if it exits, it is
   * started again. A handler that takes longer than 2 s is interrupted.
   *
   * @returns true when it is ready; false if it was stopped or restarted meanwhile
   * @throws StackError it exited before it was ready, is not ready in time, or cannot be started
   */
  async restart(): Promise<boolean> {
    const { process, quit } = await this.#inTurn(() => this.#replace());
    try {
      await this.#options.ready(process);
    } catch (error) {
      if (!quit.aborted) throw error;
    } finally {
      if (!quit.aborted && !process.exit()) this.#state = 'running';
    }
    return !quit.aborted;
  }

  /**
   * SIGKILL, as a crash would end it: it is started again as after any exit.
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

  /** Does nothing while it is down. */
  signal(signal: NodeJS.Signals): void {
    if (this.pid !== undefined) this.#process?.send(signal);
  }

  /** Stops it for good. Safe at any moment, during a start, a pause and a restart too. */
  async stop(now?: AbortSignal): Promise<StopOutcome> {
    this.#over = true;
    if (now?.aborted) this.#now.abort();
    now?.addEventListener('abort', () => this.#now.abort());
    return this.#inTurn(() => this.#halt());
  }

  async #replace(): Promise<{ process: RunningProcess; quit: AbortSignal }> {
    this.#refuseWhenOver();
    await this.#halt(RESTART_DEADLINE);
    this.#state = 'starting';
    try {
      const process = await this.#spawn();
      this.#keepFrom(process);
      return { process, quit: this.#quit.signal };
    } catch (error) {
      this.#state = 'stopped';
      this.#options.onPaused();
      throw error;
    }
  }

  /** Stops the process, and does not start it again. */
  async #halt(deadline?: number): Promise<StopOutcome> {
    this.#quit.abort();
    const outcome = this.#process ? await this.#end(this.#process, deadline) : 'stopped';
    await this.#keeping; // a restart that was under way has noticed it
    this.#state = 'stopped';
    return outcome;
  }

  #end(process: RunningProcess, deadline = this.#options.stopWith.deadline): Promise<StopOutcome> {
    return stopChild(process, { ...this.#options.stopWith, deadline, now: this.#now.signal });
  }

  async #spawn(): Promise<RunningProcess> {
    const process = await this.#options.start();
    this.#process = process;
    try {
      this.#options.onStarted(process);
    } catch (error) {
      await this.#end(process); // unrecorded, it would hold its port against the next one
      throw error;
    }
    this.#state = 'starting';
    if (!this.#over) return process;
    // Stopped for good while it was being started.
    await this.#end(process);
    throw this.#stopping();
  }

  #keepFrom(first: RunningProcess | undefined): void {
    if (this.#over) return;
    this.#quit = new AbortController();
    this.#keeping = this.#keep(first, this.#quit.signal).catch((error: unknown) =>
      this.#options.say(`${this.name} stays down: ${reasonOf(error)}`),
    );
  }

  async #keep(first: RunningProcess | undefined, quit: AbortSignal): Promise<void> {
    let current = first ?? (await this.#startAgain(0, quit));
    let refusedSince: number | undefined;
    for (let attempt = 1; current; attempt++) {
      const since = performance.now();
      const exit = await current.exited;
      if (quit.aborted) return;
      if (!isRefusal(exit)) refusedSince = undefined;
      else if (refusedSince === undefined) {
        refusedSince = performance.now();
        this.#options.say(refusalOf(current).message);
      } else if (performance.now() - refusedSince >= this.#patience) return this.#giveUp(current);
      this.#state = 'restarting';
      if (performance.now() - since > CALM_AFTER) attempt = 1;
      this.#options.say(
        `${this.name} exited (${describeExit(exit)}); starting it again in ${restartDelay(attempt) / 1000} s`,
      );
      current = await this.#startAgain(attempt, quit);
    }
  }

  get #patience(): number {
    return this.#options.refusalPatience ?? REFUSAL_PATIENCE;
  }

  /** It stays down until `resume`: a person has to change something first. */
  #giveUp(process: RunningProcess): void {
    this.#state = 'stopped';
    const { message, fix } = refusalOf(process);
    this.#options.say(`${message}\n  ${fix}`);
    this.#options.onPaused();
  }

  /**
   * Undefined if it was paused or stopped meanwhile.
   *
   * @param attempt 0 does not wait before the first try
   */
  async #startAgain(attempt: number, quit: AbortSignal): Promise<RunningProcess | undefined> {
    for (let tries = attempt; ; tries++) {
      try {
        if (tries > 0) await delay(restartDelay(tries), undefined, { signal: quit });
        const process = await this.#spawn();
        if (!quit.aborted) {
          void this.#announce(process);
          return process;
        }
        await this.#end(process);
      } catch (error) {
        if (!quit.aborted) {
          this.#state = 'restarting';
          this.#options.say(`${this.name} cannot be started: ${reasonOf(error)}`);
        }
      }
      if (quit.aborted) return undefined;
    }
  }

  /** Reports when it is ready again. If it is not, it is left running: readiness is also about what it depends on. */
  async #announce(process: RunningProcess): Promise<void> {
    const reason = await this.#options.ready(process).then(() => undefined, reasonOf);
    if (process.exit() || this.#process !== process) return; // `#keep` handles that
    this.#state = 'running';
    const again = `${this.name} runs again (pid ${process.pid})`;
    this.#options.say(reason === undefined ? again : `${again} but is not ready: ${reason}`);
  }

  async #inTurn<T>(work: () => Promise<T> | T): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined); // the caller gets the error
    return result;
  }

  #refuseWhenOver(): void {
    if (this.#over) throw this.#stopping();
  }

  #stopping(): StackError {
    return new StackError('STOPPING', `${this.name} is being stopped with the whole platform`);
  }
}
