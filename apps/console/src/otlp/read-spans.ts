import type { SpanKind, SpanView } from '@waybill/console-api';
import type { LinkRecord, SpanRecord } from '../domain/records.js';
import { severityOf } from '../domain/trace/severity.js';
import { messageFactsOf, messageOf } from './message-facts.js';
import { recordsIn } from './records-in.js';
import { Rejections } from './rejections.js';
import {
  attributesIn,
  enumOf,
  idOf,
  instantOf,
  messageIn,
  messagesIn,
  textOf,
  type Fields,
} from './values.js';

/** On the wire it is the API's kind plus one; 0 is "unspecified", which receivers treat as internal. */
const KINDS: readonly SpanKind[] = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'];
const STATUSES: readonly SpanView['status'][] = ['unset', 'ok', 'error'];

/** `ExportTraceServiceRequest`. A span without valid ids or times is rejected, the others are taken. */
export function readSpans(request: Fields): { spans: SpanRecord[]; taken: number; rejections: Rejections } {
  const spans: SpanRecord[] = [];
  const rejections = new Rejections();
  for (const { service, record } of recordsIn(request, ['resourceSpans', 'scopeSpans', 'spans'])) {
    const read = readSpan(record, service);
    if (typeof read === 'string') rejections.add(read);
    else spans.push(read);
  }
  return { spans, taken: spans.length, rejections };
}

/** The span, or why there is none. */
function readSpan(span: Fields, service: string): SpanRecord | string {
  const traceId = idOf(span['traceId'], 16);
  if (!traceId) return 'no valid traceId';
  const spanId = idOf(span['spanId'], 8);
  if (!spanId) return 'no valid spanId';
  const startNs = instantOf(span['startTimeUnixNano']);
  if (!startNs) return 'no valid startTimeUnixNano';
  const endNs = instantOf(span['endTimeUnixNano']);
  if (!endNs) return 'no valid endTimeUnixNano';
  const parentSpanId = idOf(span['parentSpanId'], 8);
  if (!parentSpanId && isGiven(span['parentSpanId'])) return 'no valid parentSpanId';

  const attributes = attributesIn(span);
  const { code, message } = messageIn(span, 'status');
  const status = enumOf(code, 'STATUS_CODE_', STATUSES);
  const facts = messageFactsOf(attributes);
  return {
    traceId,
    spanId,
    parentSpanId,
    name: textOf(span['name']) || 'unnamed',
    kind: enumOf(span['kind'], 'SPAN_KIND_', KINDS),
    service,
    startNs,
    // A clock that was set back in between.
    endNs: BigInt(endNs) < BigInt(startNs) ? startNs : endNs,
    status,
    statusMessage: textOf(message) || undefined,
    severity: severityOf({ status, ...facts }),
    attributes,
    events: messagesIn(span, 'events').map((event) => readEvent(event, startNs)),
    links: messagesIn(span, 'links').flatMap(readLink),
    ...facts,
  };
}

/** Depending on the sender, a root has no parent id, an empty one, or zeros; protobufjs reads unset bytes as an empty list. */
function isGiven(id: unknown): boolean {
  if (id instanceof Uint8Array) return id.some((byte) => byte !== 0);
  if (typeof id === 'string') return !/^0*$/.test(id);
  return Array.isArray(id) ? id.length > 0 : id !== undefined && id !== null;
}

function readEvent(event: Fields, spanStartNs: string): SpanRecord['events'][number] {
  return {
    name: textOf(event['name']),
    timeNs: instantOf(event['timeUnixNano']) ?? spanStartNs,
    attributes: attributesIn(event),
  };
}

/** A link without valid ids is dropped, and its span is kept. */
function readLink(link: Fields): LinkRecord[] {
  const traceId = idOf(link['traceId'], 16);
  const spanId = idOf(link['spanId'], 8);
  if (!traceId || !spanId) return [];
  const attributes = attributesIn(link);
  return [{ traceId, spanId, attributes, ...messageOf(attributes) }];
}
