import { metrics } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';

/** Bucket boundaries of OpenTelemetry's HTTP conventions. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** `http.server.request.duration`. Labels are route patterns, not paths, so that callers cannot create new label values. */
export function measureRequests(server: FastifyInstance): void {
  const duration = metrics.getMeter('@waybill/service').createHistogram('http.server.request.duration', {
    unit: 's',
    description: 'Duration of HTTP requests',
    advice: { explicitBucketBoundaries: SECONDS },
  });
  server.addHook('onResponse', (request, reply, done) => {
    duration.record(reply.elapsedTime / 1000, {
      'http.request.method': request.method,
      'http.route': request.routeOptions.url ?? 'unmatched',
      'http.response.status_code': reply.statusCode,
    });
    done();
  });
}
