import { join } from 'node:path';
import { StackError } from '../errors.js';
import { BROKER_NAMES } from '../nats/broker-places.js';
import { serviceNames } from '../workspace.js';
import { KeptProcess, type KeptProcessOptions } from './kept-process.js';
import { LogFile } from './log-file.js';
import type { RunningProcess } from './running-process.js';

export type KeepOptions = Pick<KeptProcessOptions, 'name' | 'start' | 'ready' | 'stopWith'>;

export interface KeptProcessesOptions {
  readonly logFolder: string;
  /** Reports what happens, one line at a time. */
  readonly say: (line: string) => void;
  /** Called whenever there is a new process, at once. */
  readonly onStarted: (name: string, process: RunningProcess) => void;
  /** Called when one is down and stays so. */
  readonly onPaused: (name: string) => void;
}

/** How often the logs' sizes are checked, in milliseconds. */
const LOG_CHECK = 60_000;

/** In which they are shown. */
const ORDER: readonly string[] = [...serviceNames, ...BROKER_NAMES, 'postgres'];

/** Stopped after the services, in this order: each may still need those after it. Brokers together, as a cluster. */
const STOPPED_LAST: readonly (readonly string[])[] = [['console'], BROKER_NAMES, ['postgres']];

/** The processes of one stack, each restarted when it exits and with a log, until all are stopped in order. */
export class KeptProcesses {
  readonly #options: KeptProcessesOptions;
  readonly #kept: KeptProcess[] = [];
  readonly #logs: LogFile[] = [];
  readonly #logCheck: NodeJS.Timeout;
  #stopping: Promise<void> | undefined;

  constructor(options: KeptProcessesOptions) {
    this.#options = options;
    const rotate = () => this.#logs.forEach((log) => log.rotateIfLarge());
    this.#logCheck = setInterval(rotate, LOG_CHECK).unref();
  }

  /** Those that were started, in the order in which they are shown. */
  get all(): KeptProcess[] {
    return this.#kept.toSorted((a, b) => placeOf(a) - placeOf(b) || a.name.localeCompare(b.name));
  }

  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  /**
   * Resolves when it is ready for the first time; from then on it is started again when it dies. If that fails this
   * throws, and the caller may `resume` it.
   *
   * @param timeout of the first start, in milliseconds; otherwise its own
   * @throws StackError `STOPPED` once the stop has begun
   */
  async keep(options: KeepOptions, timeout?: number): Promise<void> {
    if (this.isStopping) throw new StackError('STOPPED', `stopped before ${options.name} was started`);
    const { say, onStarted, onPaused } = this.#options;
    const kept = new KeptProcess({
      ...options,
      say,
      onStarted: (process) => onStarted(options.name, process),
      onPaused: () => onPaused(options.name),
    });
    this.#kept.push(kept);
    await kept.start(timeout);
  }

  async resume(name: string): Promise<void> {
    await this.#kept.find((kept) => kept.name === name)?.resume();
  }

  /** See `KeptProcess.restart`. False if there is no such process. */
  async restart(name: string): Promise<boolean> {
    return (await this.#kept.find((kept) => kept.name === name)?.restart()) ?? false;
  }

  /** To those of these that run. */
  signal(names: readonly string[], signal: NodeJS.Signals): void {
    for (const kept of this.#kept) if (names.includes(kept.name)) kept.signal(signal);
  }

  log(name: string): LogFile {
    const log = new LogFile(join(this.#options.logFolder, `${name}.log`));
    this.#logs.push(log);
    return log;
  }

  /** @param now aborted to kill what has not stopped yet */
  stop(now?: AbortSignal): Promise<void> {
    return (this.#stopping ??= this.#stop(now));
  }

  async #stop(now?: AbortSignal): Promise<void> {
    clearInterval(this.#logCheck);
    const stop = async (kept: KeptProcess) => {
      if ((await kept.stop(now)) === 'killed')
        this.#options.say(`${kept.name} did not stop in time and was killed`);
    };
    const last = STOPPED_LAST.flat();
    await Promise.all(this.#kept.filter(({ name }) => !last.includes(name)).map(stop));
    for (const names of STOPPED_LAST)
      await Promise.all(this.#kept.filter(({ name }) => names.includes(name)).map(stop));
  }
}

/** A further process of a service stands beside the first. */
function placeOf({ name }: KeptProcess): number {
  const exact = ORDER.indexOf(name);
  return exact >= 0 ? exact : ORDER.indexOf(name.replace(/-\d+$/, ''));
}
