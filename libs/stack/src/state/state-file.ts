import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemErrorCode } from '../errors.js';
import { writeWhole } from './write-whole.js';

/** `<data-dir>/state.json`: where everything is, while the stack runs. A public interface. */
export interface StackState {
  readonly urls: Readonly<Record<string, string>>;
  /** Connection string per service. */
  readonly postgres: Readonly<Record<string, string>>;
  readonly nats: string;
  /** Process id per name; `supervisor` is the one that keeps the others. */
  readonly pids: Readonly<Record<string, number>>;
  /** What was stopped on purpose and has no pid now; absent while there is nothing of the kind. */
  readonly stopped?: readonly string[];
}

export function writeState(dataDir: string, state: StackState): void {
  writeWhole(statePath(dataDir), state);
}

export function removeState(dataDir: string): void {
  rmSync(statePath(dataDir), { force: true });
}

/** Undefined if there is none. Whether what it names still lives is another question: see `runningSupervisor`. */
export function readState(dataDir: string): StackState | undefined {
  try {
    return JSON.parse(readFileSync(statePath(dataDir), 'utf8')) as StackState;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return undefined;
    throw error;
  }
}

export function statePath(dataDir: string): string {
  return join(dataDir, 'state.json');
}
