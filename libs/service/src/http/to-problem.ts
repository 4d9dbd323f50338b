import { HttpException } from '@nestjs/common';
import { ProblemError } from './problem.js';
import { unavailablePart, whyUnavailable } from './unavailable.js';

const RETRY_AFTER_S = '2';

/** What a caller is told of any error. An unexpected one gives nothing of itself away: the log has it, under the trace id. */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
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

const UNEXPECTED = 'Something went wrong on our side. The trace id leads to it in the log.';

/** What Fastify refuses before a handler runs. */
function fromFastify(error: unknown): ProblemError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  switch (code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ProblemError(415, 'Send the body as application/json.', { cause: error });
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ProblemError(413, 'The body is larger than this endpoint takes.', { cause: error });
  }
  const isCallersFault = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  return isCallersFault ? new ProblemError(statusCode, error.message, { cause: error }) : undefined;
}
