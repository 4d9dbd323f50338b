import { getHeapStatistics } from 'node:v8';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from './problem.js';

/** Bodies up to this size are not counted, so that ordinary requests do not wait for a few large ones. */
const SMALL_BYTES = 64 * 1024;

/**
 * Heap that a byte of a body may take. Measured: 16 if the body is nothing but `{}`; and in a heap of 256 MiB, twelve
 * dense imports of 15.5 MiB at once crash the process, while one after the other they leave it at 300 MB resident.
 */
const HEAP_PER_BYTE = 16;

const RETRY_AFTER_S = '2';

/** The number of bytes of request bodies that all requests together may hold at once. */
export class BodyBudget {
  #held = 0;

  constructor(private readonly maxBytes: number) {}

  /**
   * Reserves room for a body and returns the function that releases it, or undefined if there is no room. A single
   * body always fits, so a route can get every body that it accepts.
   */
  reserve(bytes: number): (() => void) | undefined {
    if (this.#held > 0 && this.#held + bytes > this.maxBytes) return undefined;
    this.#held += bytes;
    let reserved = bytes;
    return () => {
      this.#held -= reserved;
      reserved = 0;
    };
  }
}

/**
 * Refuses a large body, before any of it is read, while other bodies use up their share of the heap: 503 with
 * `Retry-After`. Without this limit, a few imports at once would crash the process and every other request with it.
 */
export function limitBodies(
  server: FastifyInstance,
  budget = new BodyBudget(getHeapStatistics().heap_size_limit / HEAP_PER_BYTE),
): void {
  const held = new WeakMap<FastifyRequest, () => void>();

  server.addHook('onRequest', (request, reply, done) => {
    const bytes = sizeOf(request);
    // A body that no route accepts, or that is over the route's limit, is refused without being read.
    if (request.is404 || bytes <= SMALL_BYTES || bytes > request.routeOptions.bodyLimit) return done();
    const release = budget.reserve(bytes);
    if (!release) return done(tooBusy());
    held.set(request, release);
    reply.raw.once('close', () => {
      // Aborted during the upload: no handler has the body. A handler that has it keeps it even if the caller is gone.
      if (!request.raw.complete) release();
    });
    done();
  });
  // The handler is done with the body, whether or not the caller is still connected.
  server.addHook('onSend', (request, _reply, payload, done) => {
    held.get(request)?.();
    done(null, payload);
  });
}

/** The size of the body; the route's limit if the caller does not declare it. */
function sizeOf({ headers, routeOptions }: FastifyRequest): number {
  if (headers['transfer-encoding'] !== undefined) return routeOptions.bodyLimit;
  return Number(headers['content-length'] ?? 0);
}

function tooBusy(): ProblemError {
  return new ProblemError(503, 'Other large requests are in progress: send this one again in a moment.', {
    code: 'too-many-large-requests',
    headers: { 'retry-after': RETRY_AFTER_S },
  });
}
