import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerProblem } from './answer-problem.js';
import type { ProblemOf } from './to-problem.js';

/** Where every error of a request ends up: Nest's, Fastify's, our own. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  constructor(private readonly problemOf?: ProblemOf) {}

  catch(error: unknown, host: ArgumentsHost): void {
    // Message handlers have their own way with errors.
    if (host.getType() !== 'http') throw error;
    const http = host.switchToHttp();
    answerProblem(
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
