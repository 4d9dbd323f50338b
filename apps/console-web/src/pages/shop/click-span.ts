/** The click that begins a trace, created before the request, so that the request can carry its context. */
export interface Click {
  traceId: string;
  spanId: string;
  /** W3C Trace Context, sampled. */
  traceparent: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
}

export interface FinishedClick extends Click {
  name: string;
  durationMs: number;
  attributes: Record<string, string | number>;
  /** Why it failed. */
  error?: string;
}

/** @param randomHex this many random bytes, in hex */
export function beginClick(startedAt: number, randomHex: (bytes: number) => string): Click {
  const traceId = randomHex(16);
  const spanId = randomHex(8);
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-01`, startedAt };
}

/** The body of an OTLP export request in JSON: one span of the service `browser`. Ids are hex, times nanoseconds as text. */
export function exportRequestOf(click: FinishedClick) {
  const { traceId, spanId, name, startedAt, durationMs, attributes, error } = click;
  return {
    resourceSpans: [
      {
        resource: { attributes: attributesOf({ 'service.name': 'browser' }) },
        scopeSpans: [
          {
            scope: { name: 'waybill.console' },
            spans: [
              {
                traceId,
                spanId,
                name,
                kind: CLIENT,
                startTimeUnixNano: nanoseconds(startedAt),
                endTimeUnixNano: nanoseconds(startedAt + durationMs),
                attributes: attributesOf(attributes),
                status: error === undefined ? {} : { code: ERROR, message: error },
              },
            ],
          },
        ],
      },
    ],
  };
}

/** OTLP's numbers for SPAN_KIND_CLIENT and STATUS_CODE_ERROR. */
const CLIENT = 3;
const ERROR = 2;

function attributesOf(attributes: Record<string, string | number>) {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
  }));
}

/** Whole microseconds: a number of milliseconds of today's size holds no more digits. */
function nanoseconds(ms: number): string {
  return `${BigInt(Math.round(ms * 1000))}000`;
}
