import type { FastifyInstance } from 'fastify';
import { OPERATIONS } from '../health/operations.controller.js';
import { Overloaded } from '../postgres/bulkhead-pool.js';

/**
 * Refuses requests with 503 and `Retry-After` while too many others wait for a database connection: before anything is
 * done for them, because work for a request that is refused later is lost.
 */
export function refuseOverload(server: FastifyInstance, pool: { readonly isOverloaded: boolean }): void {
  server.addHook('onRequest', ({ routeOptions }, _reply, done) => {
    if (pool.isOverloaded && !OPERATIONS.has(routeOptions.url ?? '')) done(new Overloaded());
    else done();
  });
}
