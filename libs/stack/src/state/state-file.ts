import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readText, writeWhole } from './json-file.js';

/** `<data-dir>/state.json`: where everything is, while the stack runs. A public interface. */
export interface StackState {
  readonly urls: Readonly<Record<string, string>>;
  /** Connection string per service. */
  readonly postgres: Readonly<Record<string, string>>;
  readonly nats: string;
  /** Process id per name; `supervisor` is the one that keeps the others running. */
  readonly pids: Readonly<Record<string, number>>;
  /** What was stopped on purpose and has no pid now; absent if there is nothing of the kind. */
  readonly stopped?: readonly string[];
}

export function writeState(dataDir: string, state: StackState): void {
  writeWhole(statePath(dataDir), state);
}

export function removeState(dataDir: string): void {
  rmSync(statePath(dataDir), { force: true });
}

/** Undefined if there is none. Whether what it names still runs is another question: see `runningSupervisor`. */
export function readState(dataDir: string): StackState | undefined {
  const text = readText(statePath(dataDir));
  return text === undefined ? undefined : (JSON.parse(text) as StackState);
}

function statePath(dataDir: string): string {
  return join(dataDir, 'state.json');
}
