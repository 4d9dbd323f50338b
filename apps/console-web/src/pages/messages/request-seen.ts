import type { SpanView, TraceDetail } from '@waybill/console-api';
import type { RequestSeen } from './sequence.ts';

/** What began the trace: the browser's click, or a client's request. Undefined if its spans are not kept. */
export function requestSeenIn({ traceId, spans }: TraceDetail): RequestSeen | undefined {
  const click = spans.find(
    ({ service, parentSpanId }) => service === 'browser' && parentSpanId === undefined,
  );
  const request = spans.find(
    ({ kind, parentSpanId }) =>
      kind === 'server' &&
      (click ? parentSpanId === click.spanId : !spans.some(({ spanId }) => spanId === parentSpanId)),
  );
  if (!request) return undefined;
  const seen = click ?? request;
  return {
    client: click ? 'browser' : 'client',
    service: request.service,
    name: seen.name,
    at: startOf(seen),
    durationMs: seen.durationMs,
    traceId,
  };
}

/** Milliseconds since the epoch, to the microsecond: a number of that size cannot hold more. */
function startOf({ startTimeUnixNano }: SpanView): number {
  return Number(BigInt(startTimeUnixNano) / 1000n) / 1000;
}
