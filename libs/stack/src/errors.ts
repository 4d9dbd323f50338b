// `isNativeError` rather than `instanceof Error`: Node's own errors are of another realm where tests run.
import { types } from 'node:util';

const { isNativeError } = types;

/** An error that a person can act on: what and why in `message`, what to do in `fix`. */
export class StackError extends Error {
  readonly code: string;
  readonly fix: string | undefined;

  constructor(code: string, message: string, options: { fix?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.fix = options.fix;
  }
}

/** The code of a Node system error (`ENOENT`, …), or undefined for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  const code = isNativeError(error) && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** For a `catch`: ignores the error if the system gives one of these codes, and otherwise throws it again. */
export function ignore(error: unknown, ...codes: readonly string[]): undefined {
  if (!codes.includes(systemErrorCode(error) ?? '')) throw error;
}

/** An error's message in one line of text, with its cause. */
export function reasonOf(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0)
    return reasonOf(error.errors[0]);
  const cause = isNativeError(error.cause) ? `: ${reasonOf(error.cause)}` : '';
  return (error.message || (systemErrorCode(error) ?? error.name)) + cause;
}
