import type { SpanView, TraceDetail } from '@waybill/console-api';
import { describe, expect, it } from '@jest/globals';
import { requestSeenIn } from './request-seen.ts';

const span = (change: Partial<SpanView>): SpanView => ({
  traceId: 't',
  spanId: 's',
  name: 'POST /orders',
  kind: 'server',
  service: 'order',
  offsetMs: 0,
  durationMs: 7,
  startTimeUnixNano: '1795370400000500000',
  status: 'unset',
  attributes: {},
  events: [],
  links: [],
  ...change,
});
const trace = (...spans: SpanView[]) => ({ traceId: 't', spans }) as unknown as TraceDetail;

describe('what began a trace', () => {
  it('is the click, if the browser sent its span', () => {
    const click = span({
      spanId: 'c',
      service: 'browser',
      kind: 'client',
      name: 'click Place order',
      durationMs: 9,
    });
    expect(requestSeenIn(trace(click, span({ parentSpanId: 'c' })))).toEqual({
      client: 'browser',
      service: 'order',
      name: 'click Place order',
      at: 1795370400000.5,
      durationMs: 9,
      traceId: 't',
    });
  });

  it('is the request of a client that sends no spans, with or without a trace of its own', () => {
    expect(requestSeenIn(trace(span({ parentSpanId: 'elsewhere' })))?.client).toBe('client');
    expect(requestSeenIn(trace(span({})))).toMatchObject({ client: 'client', name: 'POST /orders' });
  });

  it('is unknown if nothing of it is kept', () => {
    expect(requestSeenIn(trace(span({ kind: 'consumer' })))).toBeUndefined();
  });
});
