import type { Command } from '@commander-js/extra-typings';

/** Where a command writes, and what tells it to stop. Results go to `stdout`, progress and errors to `stderr`. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted by Ctrl-C or SIGTERM: stop cleanly and say what has been done. */
  readonly signal: AbortSignal;
}

export interface Output {
  write(text: string): unknown;
  /** True for a terminal: lines may be rewritten in place. */
  readonly isTTY?: boolean;
  /** Width of the terminal. */
  readonly columns?: number;
  /** Whether the terminal shows colours and its user wants them. */
  hasColors?(): boolean;
}

/** One call of the command line. */
export interface Run extends Io {
  readonly json: boolean;
  readonly dataDir: string;
  /** 0: success, 1: failure. */
  exitCode: number;
}

export type Program = Command<[], { json?: true; dataDir: string }>;

/** Adds one command to the program. Does no work: what the command needs is imported when it runs. */
export type AddCommand = (program: Program, run: Run) => void;

export function print({ stdout }: Io, text = ''): void {
  stdout.write(`${text}\n`);
}

/** The result of a command: one JSON document with `--json`, text without. */
export function printResult(run: Run, value: unknown, text: () => string): void {
  print(run, run.json ? JSON.stringify(value, null, 2) : text());
}
