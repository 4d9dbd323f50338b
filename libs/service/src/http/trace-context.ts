import { context, type Context } from '@opentelemetry/api';
import { contextOfRequest, traceResponseOf } from '@waybill/telemetry';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { openServerSpan } from './server-span.js';

declare module 'fastify' {
  interface FastifyRequest {
    traceContext: Context | undefined;
  }
}

/** The OpenTelemetry context of a request, also where it failed before any hook ran (a malformed URL). */
export function contextOf(request: FastifyRequest): Context {
  return (request.traceContext ??= contextOfRequest(request.headers));
}

/**
 * Runs every request inside its trace context and answers with `traceresponse`. Entered twice: reading the
 * body goes through socket events, which know nothing of the context in which the request began.
 */
export function addTraceContext(server: FastifyInstance): void {
  server.decorateRequest('traceContext', undefined);
  server.addHook('onRequest', (request, reply, done) => {
    const ctx = (request.traceContext = openServerSpan(request, reply)) ?? contextOf(request);
    const traceResponse = traceResponseOf(ctx);
    // On the raw response, so that a stream which bypasses the reply has it too.
    if (traceResponse) reply.raw.setHeader('traceresponse', traceResponse);
    context.with(ctx, done);
  });
  server.addHook('preValidation', (request, _reply, done) => context.with(contextOf(request), done));
}
