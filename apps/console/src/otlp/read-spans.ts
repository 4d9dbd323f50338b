import type { SpanKind, SpanView } from '@waybill/console-api';
import type { LinkRecord, SpanRecord } from '../application/records.js';
import { severityOf } from '../domain/trace/severity.js';
import { messageFactsOf, messageOf } from './message-facts.js';
import { Rejections } from './rejections.js';
import { serviceOf } from './resource.js';
import { attributesOf, fieldsOf, idOf, instantOf, integerOf, listOf, textOf } from './values.js';

/** On the wire it is the API's kind plus one; 0 is "unspecified", which receivers are to take for internal. */
const KINDS: readonly SpanKind[] = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'];
const STATUSES: readonly SpanView['status'][] = ['unset', 'ok', 'error'];

/** `ExportTraceServiceRequest`. A span that cannot be placed (ids, times) is refused, the others are taken. */
export function readSpans(request: unknown): { spans: SpanRecord[]; rejections: Rejections } {
  const spans: SpanRecord[] = [];
  const rejections = new Rejections();
  for (const resourceSpans of listOf(fieldsOf(request)['resourceSpans'])) {
    const { resource, scopeSpans } = fieldsOf(resourceSpans);
    const service = serviceOf(resource);
    for (const scope of listOf(scopeSpans)) {
      for (const span of listOf(fieldsOf(scope)['spans'])) {
        const read = readSpan(fieldsOf(span), service);
        if (typeof read === 'string') rejections.add(read);
        else spans.push(read);
      }
    }
  }
  return { spans, rejections };
}

/** The span, or why there is none. */
function readSpan(span: Record<string, unknown>, service: string): SpanRecord | string {
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

  const attributes = attributesOf(span['attributes']);
  const { code, message } = fieldsOf(span['status']);
  const status = STATUSES[Number(integerOf(code) ?? 0)] ?? 'unset';
  const facts = messageFactsOf(attributes);
  return {
    traceId,
    spanId,
    parentSpanId,
    name: textOf(span['name']) || 'unnamed',
    kind: KINDS[Number(integerOf(span['kind']) ?? 0)] ?? 'internal',
    service,
    startNs,
    // A clock that was set back in between.
    endNs: BigInt(endNs) < BigInt(startNs) ? startNs : endNs,
    status,
    statusMessage: textOf(message) || undefined,
    severity: severityOf({ status, ...facts }),
    attributes,
    events: listOf(span['events']).map((event) => readEvent(fieldsOf(event), startNs)),
    links: listOf(span['links']).flatMap((link) => readLink(fieldsOf(link))),
    ...facts,
  };
}

/** Roots have no parent, an empty one, or one of zeros, depending on who sends. */
function isGiven(id: unknown): boolean {
  if (id instanceof Uint8Array) return id.some((byte) => byte !== 0);
  return typeof id === 'string' ? !/^0*$/.test(id) : id !== undefined && id !== null && listOf(id).length > 0;
}

function readEvent(event: Record<string, unknown>, spanStartNs: string): SpanRecord['events'][number] {
  return {
    name: textOf(event['name']),
    timeNs: instantOf(event['timeUnixNano']) ?? spanStartNs,
    attributes: attributesOf(event['attributes']),
  };
}

/** A link to nowhere says nothing, and is no reason to lose its span. */
function readLink(link: Record<string, unknown>): LinkRecord[] {
  const traceId = idOf(link['traceId'], 16);
  const spanId = idOf(link['spanId'], 8);
  if (!traceId || !spanId) return [];
  const attributes = attributesOf(link['attributes']);
  return [{ traceId, spanId, attributes, ...messageOf(attributes) }];
}
