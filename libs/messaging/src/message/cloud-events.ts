/**
 * CloudEvents 1.0, binary mode, as headers (NATS protocol binding, working draft 1.0.3): every attribute
 * becomes `ce-<name>`, its value percent-encoded. Plain `traceparent`, `tracestate` and `baggage` ride
 * beside them. docs/headers.md lists them all for services in other languages.
 */
export const CE_ID = 'ce-id';
export const CE_TYPE = 'ce-type';
export const CE_SOURCE = 'ce-source';
export const CE_SPEC_VERSION = 'ce-specversion';
export const CE_TIME = 'ce-time';
export const CE_DATA_SCHEMA = 'ce-dataschema';
export const CE_DATA_CONTENT_TYPE = 'ce-datacontenttype';
/** The partitioning extension: the event's key. */
export const CE_PARTITION_KEY = 'ce-partitionkey';

/** The correlation extension: the business conversation that the event belongs to, if its contract names one. */
export const CE_CORRELATION_ID = 'ce-correlationid';

/** Ours: when a scheduled event was due to be published, ISO 8601 in UTC. */
export const CE_DUE_TIME = 'ce-duetime';

/** The claim check extension: where the data is, if the message does not carry it itself. */
export const CE_DATA_REF = 'ce-dataref';

/** Percent-encodes what the binding names: space, `"`, `%` and everything outside U+0021 to U+007E. */
export function encodeHeader(value: string): string {
  // toWellFormed: a lone surrogate has no UTF-8 form, and encodeURIComponent would throw.
  return value.toWellFormed().replace(/[^!#-$&-~]+/gu, (run) => encodeURIComponent(run));
}

/** The reverse. A value that is not percent-encoded, or badly so, is taken as it stands. */
export function decodeHeader(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
