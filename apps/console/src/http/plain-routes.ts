import { Logger } from '@nestjs/common';
import { sendProblem } from '@waybill/service';
import type { FastifyInstance } from 'fastify';

/**
 * Routes beside Nest's, whose errors are answered as problems all the same: Nest gives the server its handler of errors
 * only after such routes are made, and they keep the one that they found.
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
