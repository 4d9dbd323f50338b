import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { context, trace } from '@opentelemetry/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf } from './problem.js';
import { toProblem } from './to-problem.js';
import { contextOf } from './trace-context.js';

/** The one place where an error becomes an answer: `application/problem+json`, whatever went wrong and wherever. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    // Message handlers have their own way with errors.
    if (host.getType() !== 'http') throw error;
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();

    const requestContext = contextOf(request);
    const problem = toProblem(error);
    if (problem.status >= 500) {
      context.with(requestContext, () => {
        this.logger.error(`${request.method} ${request.url} answered ${problem.status}`, error);
      });
    }
    if (reply.sent || reply.raw.headersSent) {
      // Half an answer is out already (a stream): cutting the connection is the only way to say that it failed.
      reply.raw.destroy();
      return;
    }
    const traceId = trace.getSpanContext(requestContext)?.traceId;
    void reply
      .status(problem.status)
      .headers(problem.extras.headers ?? {})
      .type('application/problem+json')
      .send(problemOf(problem, traceId));
  }
}
