import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './send-problem.js';
import type { ProblemOf } from './to-problem.js';

/** Handles every error of a request: Nest's, Fastify's and our own. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  constructor(private readonly problemOf?: ProblemOf) {}

  catch(error: unknown, host: ArgumentsHost): void {
    // Message handlers handle their errors themselves.
    if (host.getType() !== 'http') throw error;
    const http = host.switchToHttp();
    sendProblem(
      error,
      http.getRequest<FastifyRequest>(),
      http.getResponse<FastifyReply>(),
      (message, cause) => {
        this.logger.error(message, cause);
      },
      this.problemOf,
    );
  }
}
