import { STATUS_CODES } from 'node:http';
import type { InputError } from '../business-error.js';

/** An RFC 9457 problem, as it is sent. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  traceId?: string;
  errors?: readonly InputError[];
  [extension: string]: unknown;
}

export interface ProblemExtras extends ErrorOptions {
  /** Kebab-case name of this kind of problem; becomes the `type` that programs compare. */
  code?: string;
  errors?: readonly InputError[];
  headers?: Readonly<Record<string, string>>;
  /** Additional members of the response. */
  members?: Readonly<Record<string, unknown>>;
}

/** Thrown in `http/` to respond with this problem. The caller reads `detail`: what happened, why and what to do, but no internals. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(detail, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.name = 'ProblemError';
  }
}

/** The input is not valid: 400 with every error and its pointer. */
export class InvalidInput extends ProblemError {
  constructor(readonly errors: readonly InputError[]) {
    const [first] = errors;
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    super(
      400,
      first ? `${first.pointer || 'the input'}: ${first.message}${more}` : 'The input is not valid',
      {
        code: 'invalid-input',
        errors: errors.slice(0, MAX_ERRORS),
      },
    );
    this.name = 'InvalidInput';
  }
}

/** Limits the response to a request with thousands of errors. */
export const MAX_ERRORS = 100;

/** `type` is `about:blank` if the status says everything (RFC 9457), otherwise a stable name. */
export function problemJson({ status, detail, extras }: ProblemError, traceId?: string): Problem {
  return {
    type: extras.code ? `urn:waybill:problem:${extras.code}` : 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    ...(traceId !== undefined && { traceId }),
    ...(extras.errors && { errors: extras.errors }),
    ...extras.members,
  };
}

/** A JSON pointer (RFC 6901). */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
