/** Of W3C's trace context, in lower-case hex. */
export interface TraceIds {
  traceId: string;
  spanId: string;
}

/** `sampled`: whether those who continue the trace record their spans. */
export function traceparentOf({ traceId, spanId }: TraceIds, { sampled }: { sampled: boolean }): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}
