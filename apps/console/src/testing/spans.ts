import type { TraceSpan } from '../domain/trace/trace-span.js';

/** A span of a made-up trace: pass the fields that the test is about. */
export function span(spanId: string, fields: Partial<TraceSpan> & { from: number; to: number }): TraceSpan {
  const { from, to, ...given } = fields;
  return {
    traceId: 'f'.repeat(32),
    spanId,
    name: spanId,
    kind: 'internal',
    service: 'order',
    offsetMs: from,
    durationMs: to - from,
    startTimeUnixNano: String(BigInt(Math.round(from * 1e6))),
    status: 'unset',
    attributes: {},
    events: [],
    links: [],
    ...given,
  };
}

const message = { eventId: 'e1' };

/** A message's spans. */
export const create = (id: string, times: { from: number; to: number }, fields: Partial<TraceSpan> = {}) =>
  span(id, { ...message, step: 'create', kind: 'producer', ...times, ...fields });
export const publish = (id: string, times: { from: number; to: number }, fields: Partial<TraceSpan> = {}) =>
  span(id, { ...message, step: 'publish', kind: 'client', ...times, ...fields });
export const process = (id: string, times: { from: number; to: number }, fields: Partial<TraceSpan> = {}) =>
  span(id, {
    ...message,
    step: 'process',
    kind: 'consumer',
    service: 'analytics',
    consumer: 'analytics',
    attempt: 1,
    outcome: 'handled',
    ...times,
    ...fields,
  });
