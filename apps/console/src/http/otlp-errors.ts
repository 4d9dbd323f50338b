import type { FastifyInstance, FastifyRequest } from 'fastify';
import { failure } from '../otlp/answers.js';
import { JSON_TYPE, MEDIA_TYPES, type MediaType } from '../otlp/codec.js';

/** What a request says that it is; undefined where that is not OTLP. */
export function mediaTypeOf({ headers }: FastifyRequest): MediaType | undefined {
  const given = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return MEDIA_TYPES.find((type) => type === given);
}

/**
 * Errors of these routes are answered as OTLP has it, with a `google.rpc.Status` in the request's own encoding, whoever
 * refused: the controller, the guard, or Fastify because of a body that no handler ever saw. A body of neither encoding
 * is told so in JSON.
 */
export function answerErrorsInOtlp(server: FastifyInstance, routes: ReadonlySet<string>): void {
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
