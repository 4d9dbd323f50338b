import { context, type Context } from '@opentelemetry/api';
import { contextOfRequest, traceResponseOf } from '@waybill/telemetry';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { asRequest } from '../postgres/bulkhead-pool.js';
import { openServerSpan } from './server-span.js';

declare module 'fastify' {
  interface FastifyRequest {
    traceContext: Context | undefined;
  }
}

/** The OpenTelemetry context of a request, even if it failed before any hook ran (a malformed URL). */
export function contextOf(request: FastifyRequest): Context {
  return (request.traceContext ??= asRequest(contextOfRequest(request.headers)));
}

/**
 * Runs every request in its trace context and adds the `traceresponse` header. The context is entered twice, because
 * the socket events that read the body lose it.
 */
export function addTraceContext(server: FastifyInstance): void {
  server.decorateRequest('traceContext', undefined);
  server.addHook('onRequest', (request, reply, done) => {
    const span = openServerSpan(request, reply);
    const ctx = (request.traceContext = span && asRequest(span)) ?? contextOf(request);
    const traceResponse = traceResponseOf(ctx);
    // On the raw response, so that a stream that bypasses the reply has it too.
    if (traceResponse) reply.raw.setHeader('traceresponse', traceResponse);
    context.with(ctx, done);
  });
  server.addHook('preValidation', (request, _reply, done) => context.with(contextOf(request), done));
}
