/** Of W3C's trace context, in lower-case hex. */
export interface TraceIds {
  traceId: string;
  spanId: string;
}

export function newTrace(): TraceIds {
  return { traceId: randomHex(16), spanId: randomHex(8) };
}

/** `sampled`: whether services that continue the trace record their spans. */
export function traceparentOf({ traceId, spanId }: TraceIds, { sampled }: { sampled: boolean }): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}

function randomHex(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex');
}
