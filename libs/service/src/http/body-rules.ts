import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from './problem.js';
import { routeRules } from './route-rules.js';

export const MIB = 1024 * 1024;

export interface BodyRules {
  /** Maximum size in bytes. Default 1 MiB. */
  bodyLimit?: number;
  /**
   * Accepts text that Postgres cannot store, because the endpoint checks its items one by one (with `textError`).
   * Other routes respond with 400.
   */
  anyText?: boolean;
  /**
   * Media types whose bodies the handler gets as bytes, unparsed and with their `Content-Encoding`: for a protocol of
   * its own.
   */
  raw?: readonly string[];
}

/** How one route handles its body, if it differs from the others. */
export const BodyRules = (rules: BodyRules): MethodDecorator => routeRules(rules);

/** Nest passes the route's configuration on; Fastify needs the limit beside it, and a parser for each media type. */
export function applyBodyRules(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    const { bodyLimit, raw = [] } = (route.config ?? {}) as BodyRules;
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
    for (const type of raw) if (!server.hasContentTypeParser(type)) addRawParser(server, type);
  });
}

/** Whether the route wants this request's body unparsed. */
export function takesRaw(request: FastifyRequest, mediaType: string): boolean {
  const { raw } = request.routeOptions.config as BodyRules;
  return raw?.includes(mediaType) ?? false;
}

/** Parsers belong to the whole server, so routes that do not list this media type refuse it here. */
function addRawParser(server: FastifyInstance, mediaType: string): void {
  server.addContentTypeParser(mediaType, { parseAs: 'buffer' }, (request, body, done) => {
    if (takesRaw(request, mediaType)) done(null, body);
    else done(new ProblemError(415, 'Send the body as application/json.'));
  });
}
