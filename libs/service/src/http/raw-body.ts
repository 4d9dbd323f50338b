import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BodyRules } from './body-rules.js';
import { ProblemError } from './problem.js';

/** Whether the route wants this request's body as it came. */
export function takesRaw(request: FastifyRequest, mediaType: string): boolean {
  const { raw } = request.routeOptions.config as BodyRules;
  return raw?.includes(mediaType) ?? false;
}

/** A media type that only routes which name it take. Parsers belong to the whole server, so the others refuse it here. */
export function takeBytes(server: FastifyInstance, mediaType: string): void {
  server.addContentTypeParser(mediaType, { parseAs: 'buffer' }, (request, body, done) => {
    if (takesRaw(request, mediaType)) done(null, body);
    else done(new ProblemError(415, 'Send the body as application/json.'));
  });
}
