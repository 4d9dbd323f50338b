/** The click that begins a trace: made before the request, so that the request can carry its context. */
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
  /** Why it came to nothing. */
  error?: string;
}

/** @param randomBytes as many random bytes as asked for */
export function beginClick(startedAt: number, randomBytes: (count: number) => Uint8Array): Click {
  const traceId = hex(randomBytes(16));
  const spanId = hex(randomBytes(8));
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

/** Whole microseconds: a number of milliseconds holds no more near today's date. */
function nanoseconds(ms: number): string {
  return `${BigInt(Math.round(ms * 1000))}000`;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
