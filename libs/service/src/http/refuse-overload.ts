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

/** Clients that try again at once, and there are always some, would otherwise keep the process busy with refusals. */
const HOLD_MS = 1_000;

/**
 * Refuses requests with 503 and `Retry-After` while too many others wait for a database connection: before anything is
 * done for them, because work for a request that is refused later is lost. The response is always the same, bypasses
 * Fastify's, and is held back for a second.
 */
export function refuseOverload(server: FastifyInstance, pool: { readonly isOverloaded: boolean }): void {
  server.addHook('onRequest', ({ routeOptions }, reply, done) => {
    if (!pool.isOverloaded || OPERATIONS.has(routeOptions.url ?? '')) return done();
    reply.hijack();
    setTimeout(() => reply.raw.writeHead(OVERLOADED.status, HEADERS).end(BODY), HOLD_MS);
  });
}
