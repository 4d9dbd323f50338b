import { getHeapStatistics } from 'node:v8';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BodyBudget } from './body-budget.js';
import { ProblemError } from './problem.js';

/** Bodies up to this size are not counted: what most requests are must not wait for the few that are large. */
const SMALL_BYTES = 64 * 1024;

/**
 * Heap that a byte of a body may become. Measured: 16 where the body is nothing but `{}`; and in a heap of 256 MiB,
 * twelve dense imports of 15.5 MiB at once end the process, one after the other leave it at 300 MB resident.
 */
const HEAP_PER_BYTE = 16;

const RETRY_AFTER_S = '2';

/**
 * Refuses a large body, before any of it is read, while others fill the share of the heap that bodies may have: 503
 * with `Retry-After`. Without it a few imports at once end the process, and every other request with it.
 */
export function limitBodies(
  server: FastifyInstance,
  budget = new BodyBudget(getHeapStatistics().heap_size_limit / HEAP_PER_BYTE),
): void {
  const held = new WeakMap<FastifyRequest, () => void>();
  const giveBack = (request: FastifyRequest) => held.get(request)?.();

  server.addHook('onRequest', (request, reply, done) => {
    const bytes = sizeOf(request);
    // What no route takes, or more than it takes, is answered without being read.
    if (request.is404 || bytes <= SMALL_BYTES || bytes > request.routeOptions.bodyLimit) return done();
    const release = budget.reserve(bytes);
    if (!release) return done(tooBusy());
    held.set(request, release);
    reply.raw.once('close', () => {
      // Called off on the way in: no handler has it. One that does still holds the body after its caller has gone.
      if (!request.raw.complete) release();
    });
    done();
  });
  // The handler is done with it, whoever still listens.
  server.addHook('onSend', (request, _reply, payload, done) => {
    giveBack(request);
    done(null, payload);
  });
}

/** The most that may come where the caller does not say how much. */
function sizeOf({ headers, routeOptions }: FastifyRequest): number {
  if (headers['transfer-encoding'] !== undefined) return routeOptions.bodyLimit;
  return Number(headers['content-length'] ?? 0);
}

function tooBusy(): ProblemError {
  return new ProblemError(503, 'Other large requests are being handled: send this one again in a moment.', {
    code: 'too-many-large-requests',
    headers: { 'retry-after': RETRY_AFTER_S },
  });
}
