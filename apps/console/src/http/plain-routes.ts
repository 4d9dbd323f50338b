import { Logger } from '@nestjs/common';
import { sendProblem } from '@waybill/service';
import type { FastifyInstance } from 'fastify';

/**
 * Routes beside Nest's, with problem+json errors like theirs. They need an error handler of their own: Nest sets the
 * server's after such routes are added.
 */
export function addPlainRoutes(
  server: FastifyInstance,
  name: string,
  add: (scope: FastifyInstance) => Promise<void>,
): void {
  const logger = new Logger(name);
  void server.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) =>
      sendProblem(error, request, reply, (message, cause) => logger.error(message, cause)),
    );
    await add(scope);
  });
}
