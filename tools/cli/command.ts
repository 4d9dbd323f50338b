/** Where a command writes, and what tells it to stop. Results go to `stdout`, progress and faults to `stderr`. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted by Ctrl-C or SIGTERM: stop cleanly, say where things stand. */
  readonly signal: AbortSignal;
}

export interface Output {
  write(text: string): unknown;
  /** True where somebody watches: lines may be rewritten in place. */
  readonly isTTY?: boolean;
  /** Of the window; only where somebody watches. */
  readonly columns?: number;
  /** Whether whoever watches sees colours, and wants them. */
  hasColors?(): boolean;
}

/** One command of `npm run waybill`. Loading the module does no work; what it needs is imported in `run`. */
export interface Command {
  readonly name: string;
  /** One line for the overview. */
  readonly summary: string;
  /** What follows `npm run waybill -- <name>`, one form a line, with the flags of its own. */
  readonly usage?: string;
  /** How it is called, where that is not `npm run waybill -- <name>`. */
  readonly call?: string;
  /**
   * @param args what stood behind the command's name, as typed
   * @returns the exit code; nothing means 0
   * @throws CliError a fault that is the user's to fix, printed without a stack trace
   */
  run(args: readonly string[], io: Io): Promise<number | void>;
}

export function print(io: Io, text = ''): void {
  io.stdout.write(`${text}\n`);
}

/** Machine-readable output: one JSON document. */
export function printJson(io: Io, value: unknown): void {
  io.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
