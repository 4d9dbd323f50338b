import {
  defaultTextMapGetter,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
} from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { contextOfRequest, isAllowed, tracerOf } from '@waybill/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OPERATIONS } from '../health/operations.controller.js';

/**
 * Opens the SERVER span of a request, named after its route; the span ends when the response is written or its
 * connection closes. Returns the context to run the request in: undefined if the process records no traces, and one
 * that suppresses spans for requests of probes and scrapers.
 */
export function openServerSpan(request: FastifyRequest, reply: FastifyReply): Context | undefined {
  const tracer = tracerOf('@waybill/service');
  if (!tracer) return undefined;
  const route = request.routeOptions.url;
  if (route !== undefined && OPERATIONS.has(route)) return suppressTracing(contextOfRequest(request.headers));
  const caller = propagation.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter);

  const span = tracer.startSpan(
    route === undefined ? request.method : `${request.method} ${route}`,
    { kind: SpanKind.SERVER },
    caller,
  );
  if (span.isRecording()) {
    const query = request.url.indexOf('?');
    // The path of a route has the ids that the route names; any other may be anything that a caller typed.
    const path = query < 0 ? request.url : request.url.slice(0, query);
    span.setAttributes({
      'http.request.method': request.method,
      'url.scheme': request.protocol,
      'network.protocol.version': request.raw.httpVersion,
      ...(route !== undefined && { 'http.route': route, 'url.path': path }),
      ...aboutCaller(request),
    });
    // Either the response was written, or the caller closed the connection.
    reply.raw.once('close', () => {
      const { statusCode, writableFinished } = reply.raw;
      if (!writableFinished) span.setAttribute('error.type', 'client_closed_request');
      else span.setAttribute('http.response.status_code', statusCode);
      if (writableFinished && statusCode >= 500) {
        span.setAttribute('error.type', String(statusCode));
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    });
  }
  return trace.setSpan(caller, span);
}

/** Personal data in itself: recorded only where `TELEMETRY_ATTRIBUTES` allows it. */
function aboutCaller({ ip, headers }: FastifyRequest): Attributes {
  const agent = headers['user-agent'];
  return {
    ...(isAllowed('client.address') && { 'client.address': ip }),
    ...(agent !== undefined && isAllowed('user_agent.original') && { 'user_agent.original': agent }),
  };
}
