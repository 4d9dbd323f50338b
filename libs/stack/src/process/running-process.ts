import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { StackError } from '../errors.js';
import type { LogFile } from './log-file.js';
import { identify, type ProcessIdentity } from './process-identity.js';
import { isRefusal, refusalOf } from './refusal.js';
import { waitUntil } from './wait-until.js';

export interface ProcessCommand {
  /** As shown to people: `postgres`, `order`, … */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A child process whose output goes to a log file. */
export interface RunningProcess extends ProcessIdentity {
  readonly name: string;
  readonly log: LogFile;
  /** Resolves when it has ended, for whatever reason; never rejects. */
  readonly exited: Promise<Exit>;
  /** Undefined while it runs. */
  exit(): Exit | undefined;
  send(signal: NodeJS.Signals): void;
  /** What it wrote since it was started: the last lines. */
  logTail(): string;
}

/**
 * Starts a child in a session of its own: Ctrl-C in the terminal then reaches only the supervisor, which stops the
 * children in the right order.
 *
 * @throws StackError `SPAWN_FAILED` when the file cannot be run
 */
export async function startProcess(command: ProcessCommand, log: LogFile): Promise<RunningProcess> {
  log.rotateIfLarge();
  const logStart = log.size();
  const output = log.open();
  try {
    const child = spawn(command.file, command.args, {
      env: command.env,
      cwd: command.cwd,
      uid: command.uid,
      gid: command.gid,
      detached: true,
      stdio: ['ignore', output, output],
    });
    let exit: Exit | undefined;
    const exited = new Promise<Exit>((resolve) => {
      child.once('exit', (code, signal) => resolve((exit = { code, signal })));
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) =>
        reject(new StackError('SPAWN_FAILED', `cannot run ${command.file}: ${cause.message}`, { cause })),
      );
    });
    // A process that has ended is listed until it is waited for, so this only misses one that was reaped already.
    const identity = identify(child.pid!) ?? { pid: child.pid!, startedAt: 'gone' };
    return {
      ...identity,
      name: command.name,
      log,
      exited,
      exit: () => exit,
      send: (signal) => void child.kill(signal),
      logTail: () => log.tail(20, logStart),
    };
  } finally {
    closeSync(output);
  }
}

export function describeExit({ code, signal }: Exit): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}

/**
 * Waits until a child is ready: `look` resolves.
 *
 * @param timeout in milliseconds
 * @throws StackError `TIMED_OUT` with what `look` threw last; `PROCESS_DIED` or `REFUSED_TO_START` if the child ends
 */
export async function untilReady(
  process: RunningProcess,
  look: () => Promise<unknown>,
  timeout = 60_000,
): Promise<void> {
  const isReady = () => look().then(() => true);
  const orFail = () => failIfGone(process);
  await waitUntil(isReady, { until: `${process.name} is ready`, timeout, orFail });
}

/** With the end of its log. */
function failIfGone(process: RunningProcess): void {
  const exit = process.exit();
  if (exit === undefined) return;
  if (isRefusal(exit)) throw refusalOf(process);
  const tail = process.logTail();
  throw new StackError(
    'PROCESS_DIED',
    `${process.name} ended while it started (${describeExit(exit)}); the end of its log:\n${indent(tail)}`,
    {
      fix: tail.includes('No space left on device')
        ? 'the disk is full: make room, or choose another place: --data-dir <dir>'
        : `the whole log: ${process.log.path}`,
    },
  );
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
