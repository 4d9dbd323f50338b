import type { FastifyInstance, FastifyRequest } from 'fastify';
import { JSON_TYPE, MEDIA_TYPES, type MediaType } from '../otlp/codec.js';
import { failure } from '../otlp/export-response.js';

/** The request's media type; undefined if it is not one of OTLP's. */
export function mediaTypeOf({ headers }: FastifyRequest): MediaType | undefined {
  const given = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return MEDIA_TYPES.find((type) => type === given);
}

/**
 * Sends the errors of these routes as a `google.rpc.Status` in the request's own encoding, as OTLP requires, whether the
 * controller, the guard or Fastify itself refused the request. For a body of another media type it is JSON.
 */
export function sendErrorsAsOtlp(server: FastifyInstance, routes: ReadonlySet<string>): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    const isProblem = reply.getHeader('content-type')?.toString().startsWith('application/problem+json');
    if (!isProblem || !routes.has(request.routeOptions.url ?? '')) return done(null, payload);
    const mediaType = mediaTypeOf(request);
    const { detail } = JSON.parse(String(payload)) as { detail: string };
    const message =
      mediaType || reply.statusCode !== 415 ? detail : `Send OTLP as ${MEDIA_TYPES.join(' or as ')}.`;
    void reply.type(mediaType ?? JSON_TYPE);
    done(null, failure(reply.statusCode, message, mediaType ?? JSON_TYPE));
  });
}
