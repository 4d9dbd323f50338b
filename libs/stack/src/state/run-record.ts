import { existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ignore, StackError } from '../errors.js';
import { identify, lives, type ProcessIdentity } from '../process/process-identity.js';
import { createWhole, readText, writeWhole } from './json-file.js';

interface Run {
  readonly supervisor: ProcessIdentity;
  readonly children: Readonly<Record<string, ProcessIdentity>>;
  readonly control?: ControlAddress;
}

/** Where the supervisor takes requests, and the bearer token for them. */
export interface ControlAddress {
  readonly url: string;
  readonly token: string;
}

/**
 * `<data-dir>/run.json`: the supervisor of the stack on this data, and every process that it started, recorded at once.
 * It is the lock of the data folder while its supervisor lives, and after a `kill -9` the list of what was left behind.
 */
export class RunRecord {
  readonly #path: string;
  readonly #supervisor: ProcessIdentity;
  #children: Run['children'] = {};
  #control: ControlAddress | undefined;

  private constructor(path: string, supervisor: ProcessIdentity) {
    this.#path = path;
    this.#supervisor = supervisor;
  }

  /**
   * Takes the data folder for this process.
   *
   * @returns the record, and what an earlier supervisor that was killed left running
   * @throws StackError `ALREADY_RUNNING`
   */
  static take(dataDir: string): { record: RunRecord; orphans: Record<string, ProcessIdentity> } {
    mkdirSync(dataDir, { recursive: true });
    const path = runPath(dataDir);
    const supervisor = identify(process.pid)!;
    const orphans: Record<string, ProcessIdentity> = {};
    while (!createWhole(path, { supervisor, children: {} })) {
      const text = readText(path);
      if (text === undefined) continue; // released between the two steps
      const earlier = parse(text);
      if (earlier && lives(earlier.supervisor)) {
        throw new StackError(
          'ALREADY_RUNNING',
          `process ${earlier.supervisor.pid} runs a stack on ${dataDir}`,
          { fix: 'stop it first: npm run waybill -- stop, or use another folder: --data-dir <dir>' },
        );
      }
      Object.assign(orphans, livingOnes(earlier?.children ?? {}));
      removeStale(path, text);
    }
    return { record: new RunRecord(path, supervisor), orphans };
  }

  /** Records a child; a restarted one replaces its predecessor. */
  add(name: string, { pid, startedAt }: ProcessIdentity): void {
    this.#write({ ...this.#children, [name]: { pid, startedAt } });
  }

  /** Removes a child, which was stopped: its pid may come to belong to another process. */
  remove(name: string): void {
    const { [name]: _, ...others } = this.#children;
    this.#write(others);
  }

  /** Records where other processes of this user can reach the supervisor. */
  offerControl({ url, token }: ControlAddress): void {
    this.#control = { url, token };
    this.#write(this.#children);
  }

  #write(children: Run['children']): void {
    this.#children = children;
    const run: Run = { supervisor: this.#supervisor, children, control: this.#control };
    writeWhole(this.#path, run);
  }

  get pids(): Record<string, number> {
    const children = Object.entries(this.#children).map(([name, { pid }]) => [name, pid] as const);
    return Object.fromEntries([['supervisor', this.#supervisor.pid] as const, ...children]);
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }
}

/** The living supervisor of this data folder, to stop it or to see that it runs. */
export function runningSupervisor(dataDir: string): ProcessIdentity | undefined {
  const run = parse(readText(runPath(dataDir)) ?? '');
  return run && lives(run.supervisor) ? run.supervisor : undefined;
}

/** Undefined unless the supervisor of this data folder lives, and has come that far. */
export function controlOf(dataDir: string): ControlAddress | undefined {
  const run = parse(readText(runPath(dataDir)) ?? '');
  return run && lives(run.supervisor) ? run.control : undefined;
}

/** What a supervisor that was killed left running. Empty while one lives. */
export function orphansOf(dataDir: string): Record<string, ProcessIdentity> {
  return runningSupervisor(dataDir) ? {} : recordedChildren(dataDir);
}

/** The recorded processes that live. */
export function recordedChildren(dataDir: string): Record<string, ProcessIdentity> {
  return livingOnes(parse(readText(runPath(dataDir)) ?? '')?.children ?? {});
}

/** True if the folder was taken and not released, whether its supervisor lives or not. */
export function hasRecord(dataDir: string): boolean {
  return existsSync(runPath(dataDir));
}

function runPath(dataDir: string): string {
  return join(dataDir, 'run.json');
}

function livingOnes(children: Run['children']): Record<string, ProcessIdentity> {
  return Object.fromEntries(Object.entries(children).filter(([, identity]) => lives(identity)));
}

/** Removes the lock only if it is still the stale one: another start may have replaced it meanwhile. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    return ignore(error, 'ENOENT');
  }
  try {
    if (readText(aside) !== stale) linkSync(aside, path);
  } finally {
    rmSync(aside, { force: true });
  }
}

/** A file that cannot be parsed (cut off by a full disk, say) counts as stale. */
function parse(text: string): Run | undefined {
  try {
    const run = JSON.parse(text) as Partial<Run>;
    return run.supervisor && run.children
      ? { supervisor: run.supervisor, children: run.children, control: run.control }
      : undefined;
  } catch {
    return undefined;
  }
}
