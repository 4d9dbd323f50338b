/** An error that the user can do something about: what and why in `message`, what to do in `fix`. */
export class CliError extends Error {
  readonly code: string;
  readonly fix: string | undefined;
  readonly exitCode: number;

  constructor(
    message: string,
    options: { code?: string; fix?: string; exitCode?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code ?? 'FAILED';
    this.fix = options.fix;
    this.exitCode = options.exitCode ?? 1;
  }
}

/** The command line itself is wrong: exit code 2, as is usual. */
export class UsageError extends CliError {
  constructor(message: string, fix?: string) {
    super(message, { code: 'USAGE', fix, exitCode: 2 });
  }
}
