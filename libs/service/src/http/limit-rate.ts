import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { OPERATIONS } from '../health/operations.controller.js';
import { ProblemError } from './problem.js';

const WINDOW_MS = 60_000;

/**
 * At most `max` requests of one client within a minute, 429 for more. Each process counts for itself, so behind a load
 * balancer a client gets that many from each replica.
 */
export async function limitRate(server: FastifyInstance, max: number): Promise<void> {
  await server.register(rateLimit, {
    max,
    timeWindow: WINDOW_MS,
    enableDraftSpec: true,
    keyGenerator: clientOf,
    allowList: ({ routeOptions }) => OPERATIONS.has(routeOptions.url ?? ''),
    errorResponseBuilder: (_request, { after }) =>
      new ProblemError(429, `More than ${max} requests within a minute; try again in ${after}.`, {
        code: 'too-many-requests',
      }),
  });
}

/** The customer behind a token; else the address, of IPv6 the /64 that one customer has. */
function clientOf({ caller, ip }: FastifyRequest): string {
  return caller ? `subject ${caller.subject}` : normalizeIP(ip);
}
