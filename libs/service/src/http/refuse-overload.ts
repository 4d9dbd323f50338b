import type { FastifyInstance } from 'fastify';
import { OPERATIONS } from '../health/operations.controller.js';
import { problemJson } from './problem.js';
import { OVERLOADED } from './to-problem.js';

const BODY = JSON.stringify(problemJson(OVERLOADED));
const HEADERS = {
  ...OVERLOADED.extras.headers,
  'content-type': 'application/problem+json',
  'content-length': Buffer.byteLength(BODY),
};

/**
 * Refuses requests with 503 and `Retry-After` while too many others wait for a database connection: before anything is
 * done for them, because work for a request that is refused later is lost. The response is always the same and bypasses
 * Fastify's: clients that try again at once cost as little as they can.
 */
export function refuseOverload(server: FastifyInstance, pool: { readonly isOverloaded: boolean }): void {
  server.addHook('onRequest', ({ routeOptions }, reply, done) => {
    if (!pool.isOverloaded || OPERATIONS.has(routeOptions.url ?? '')) return done();
    reply.hijack();
    reply.raw.writeHead(OVERLOADED.status, HEADERS).end(BODY);
  });
}
