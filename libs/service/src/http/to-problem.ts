import { HttpException } from '@nestjs/common';
import { causesOf } from '@waybill/messaging/operations';
import { BusinessError, STATUS_OF_KIND } from '../business-error.js';
import { MAX_ERRORS, ProblemError } from './problem.js';
import { unavailablePart, whyUnavailable } from './unavailable.js';

const RETRY_AFTER_S = '2';

/** Without a cause, which would be logged: one line for each refused request is no help in an overload. */
export const OVERLOADED = new ProblemError(
  503,
  'There are more requests than can be served at the moment; try again.',
  { code: 'overloaded', headers: { 'retry-after': '1' } },
);

/** Returns the problem for an error that only the service knows; undefined for any other. */
export type ProblemOf = (error: unknown) => ProblemError | undefined;

/** The problem that a caller gets for an error. An unexpected one reveals nothing: it is in the log, under the trace id. */
export function toProblem(error: unknown, problemOf?: ProblemOf): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof BusinessError) return fromBusinessError(error);
  const own = problemOf?.(error);
  if (own) return own;
  if (isOverload(error)) return OVERLOADED;
  const part = unavailablePart(error);
  if (part) {
    return new ProblemError(503, `${whyUnavailable(part, error)}; try again.`, {
      code: `${part}-unavailable`,
      headers: { 'retry-after': RETRY_AFTER_S },
      cause: error,
    });
  }
  if (error instanceof HttpException)
    return new ProblemError(error.getStatus(), error.message, { cause: error });
  return fromFastify(error) ?? new ProblemError(500, UNEXPECTED, { cause: error });
}

const UNEXPECTED = 'An unexpected error occurred. The log has it under the trace id.';

/** A client library may have wrapped it. */
function isOverload(error: unknown): boolean {
  for (const each of causesOf(error)) if ((each as { code?: unknown }).code === 'OVERLOADED') return true;
  return false;
}

function fromBusinessError(error: BusinessError): ProblemError {
  const { errors, members, retryAfterS } = error.details;
  return new ProblemError(STATUS_OF_KIND[error.kind], error.message, {
    code: error.code,
    cause: error.cause,
    ...(errors && { errors: errors.slice(0, MAX_ERRORS) }),
    ...(members && { members }),
    ...(retryAfterS !== undefined && { headers: { 'retry-after': String(retryAfterS) } }),
  });
}

/** Errors of Fastify before a handler runs. */
function fromFastify(error: unknown): ProblemError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  switch (code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ProblemError(415, 'Send the body as application/json.', { cause: error });
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ProblemError(413, 'The body is larger than this endpoint accepts.', { cause: error });
  }
  const isCallersError = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  return isCallersError ? new ProblemError(statusCode, error.message, { cause: error }) : undefined;
}
