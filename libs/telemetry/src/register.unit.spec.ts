import { propagation, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { afterAll, expect, it } from '@jest/globals';
import { readTelemetryConfig, startTelemetry, type Telemetry } from './register.js';

let telemetry: Telemetry;
afterAll(() => telemetry.shutdown());

it('passes on, and accepts from callers, what OTEL_PROPAGATORS names and nothing else', async () => {
  const { config } = readTelemetryConfig({ OTEL_PROPAGATORS: 'tracecontext' });
  telemetry = await startTelemetry('test', config);
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: TraceFlags.SAMPLED };
  const baggage = propagation.createBaggage({ tenant: { value: '7' } });
  const headers: Record<string, string> = {};
  propagation.inject(propagation.setBaggage(trace.setSpanContext(ROOT_CONTEXT, span), baggage), headers);
  expect(headers).toEqual({ traceparent: `00-${span.traceId}-${span.spanId}-01` });

  const taken = propagation.extract(ROOT_CONTEXT, { ...headers, baggage: 'tenant=7' });
  expect(trace.getSpanContext(taken)).toMatchObject(span);
  expect(propagation.getBaggage(taken)).toBeUndefined();
});
