import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CliError } from './cli-error.js';

const State = z.object({
  urls: z.record(z.string(), z.string()),
  postgres: z.record(z.string(), z.string()),
  nats: z.string(),
  pids: z.record(z.string(), z.number()),
  /** What was stopped on purpose. */
  stopped: z.array(z.string()).optional(),
});

/** Where a running platform is: `<data-dir>/state.json`, written by `npm start`, removed when it stops. */
export type StackState = z.infer<typeof State>;

/**
 * @throws CliError `NOT_RUNNING`, or the file is not a state file
 */
export async function readState(dataDir: string): Promise<StackState> {
  const file = join(dataDir, 'state.json');
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') throw notRunning(`there is no ${file}`);
    throw new CliError(`cannot read ${file}: ${cause.message}`, { cause });
  });
  const state = parse(file, text);
  const pids = Object.values(state.pids);
  if (pids.length > 0 && !pids.some(isAlive)) {
    throw notRunning(
      `${file} is left over from a platform that was killed: none of its processes is running`,
    );
  }
  return state;
}

/** The address of one service of the running platform. */
export function urlOf(state: StackState, service: string): string {
  const url = state.urls[service];
  if (url) return url;
  throw new CliError(`the running platform has no ${service} service`, {
    fix: `it has: ${Object.keys(state.urls).join(', ')}`,
  });
}

function parse(file: string, text: string): StackState {
  try {
    return State.parse(JSON.parse(text));
  } catch (cause) {
    throw new CliError(`${file} does not describe a platform`, {
      cause,
      fix: 'npm run waybill -- stop, then npm start, writes it again',
    });
  }
}

function notRunning(reason: string): CliError {
  return new CliError(`no platform is running here: ${reason}`, {
    code: 'NOT_RUNNING',
    fix: 'start one with `npm start -- --detach`, or name its folder with --data-dir <dir>',
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Undefined if no platform runs on this data folder. */
export async function consoleUrlOf(dataDir: string): Promise<string | undefined> {
  const state = await readState(dataDir).catch((error: unknown) => {
    if (error instanceof CliError && error.code === 'NOT_RUNNING') return undefined;
    throw error;
  });
  return state?.urls['console'];
}
