import { context, trace } from '@opentelemetry/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BusinessError } from '../business-error.js';
import { ProblemError, problemJson } from './problem.js';
import { toProblem, type ProblemOf } from './to-problem.js';
import { contextOf } from './trace-context.js';

/**
 * Sends the problem+json of an error. Logs unexpected errors, in the request's trace; a `ProblemError` or
 * `BusinessError` was thrown on purpose, so only its `cause` is logged.
 */
export function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: (message: string, error: unknown) => void,
  problemOf?: ProblemOf,
): void {
  const requestContext = contextOf(request);
  const problem = toProblem(error, problemOf);
  const hidden = error instanceof ProblemError || error instanceof BusinessError ? error.cause : error;
  if (problem.status >= 500 && hidden !== undefined) {
    context.with(
      requestContext,
      log,
      undefined,
      `${request.method} ${routeOf(request)}: ${problem.status}`,
      hidden,
    );
  }
  if (reply.sent || reply.raw.headersSent) {
    // A part of the response was sent already (a stream): only closing the connection shows that it failed.
    reply.raw.destroy();
    return;
  }
  const traceId = trace.getSpanContext(requestContext)?.traceId;
  void reply
    .status(problem.status)
    .headers(problem.extras.headers ?? {})
    .type('application/problem+json')
    .send(problemJson(problem, traceId));
}

/** Not the address, whose query may hold anything. A path that could not be decoded has no route. */
function routeOf({ routeOptions }: FastifyRequest): string {
  return (routeOptions as FastifyRequest['routeOptions'] | undefined)?.url ?? '(no route)';
}
