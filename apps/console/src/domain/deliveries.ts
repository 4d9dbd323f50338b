import type { AttributeValue, MessageDelivery } from '@waybill/console-api';
import { ATTRIBUTES } from '@waybill/messaging/operations';
import type { InboxFact, StoredSpan } from './message-facts.js';

const { messaging, waybill } = ATTRIBUTES;

/** Clocks of one machine, and a record that is written a moment after its attempt ended. */
const SAME_ATTEMPT_MS = 250;

/**
 * Each attempt once, oldest first: by its span, which says most; if no span was kept, by the attempt's record; and the
 * successful one, if nothing else is left, by the inbox.
 */
export function deliveriesOf(
  eventId: string,
  spans: readonly StoredSpan[],
  inboxes: readonly InboxFact[],
): MessageDelivery[] {
  const seen = spans.filter(({ step }) => step === 'process').map((span) => fromSpan(span, eventId));
  const recorded = inboxes.flatMap((inbox) => {
    const own = seen.filter(({ consumer }) => consumer === inbox.consumer);
    return [...failedOnly(inbox, own), ...handledOnly(inbox, own)];
  });
  return [...seen, ...recorded].sort((one, other) => one.startedAt.localeCompare(other.startedAt));
}

function failedOnly(
  { consumer, service, failed }: InboxFact,
  own: readonly MessageDelivery[],
): MessageDelivery[] {
  return failed.flatMap(({ at, durationMs, error }, index) => {
    if (own.some((delivery) => isAt(delivery, Date.parse(at)))) return [];
    return [{ consumer, service, attempt: index + 1, outcome: 'failed', startedAt: at, durationMs, error }];
  });
}

function handledOnly(
  { consumer, service, handledAt, failed, outcome: recorded }: InboxFact,
  own: readonly MessageDelivery[],
): MessageDelivery[] {
  const outcome = recorded ?? 'handled';
  if (handledAt === null || own.some((delivery) => delivery.outcome === outcome)) return [];
  return [{ consumer, service, attempt: failed.length + 1, outcome, startedAt: handledAt }];
}

function isAt({ startedAt, durationMs = 0 }: MessageDelivery, at: number): boolean {
  const start = Date.parse(startedAt);
  return at >= start - SAME_ATTEMPT_MS && at <= start + durationMs + SAME_ATTEMPT_MS;
}

function fromSpan(span: StoredSpan, eventId: string): MessageDelivery {
  return {
    consumer: span.consumer ?? span.service,
    service: span.service,
    handler: text(span.attributes[waybill.process.handler]),
    attempt: span.attempt ?? attemptOnLink(span, eventId) ?? 1,
    outcome: span.outcome ?? (span.status === 'error' ? 'failed' : 'handled'),
    startedAt: span.startedAt.toISOString(),
    durationMs: span.durationMs,
    error: errorOf(span),
    spanId: span.spanId,
    traceId: span.traceId,
  };
}

function errorOf({ status, statusMessage, attributes, events }: StoredSpan): MessageDelivery['error'] {
  const exception = events.find(({ name }) => name === 'exception')?.attributes;
  const name = text(exception?.['exception.type']) ?? text(attributes[ATTRIBUTES.error.type]);
  const message =
    text(exception?.['exception.message']) ?? statusMessage ?? text(attributes[waybill.process.reason]);
  if (status !== 'error' && name === undefined && message === undefined) return undefined;
  return { name: name ?? 'Error', message: message ?? '' };
}

/** A batch's span has each message's attempt on the link to the message. */
function attemptOnLink({ links }: StoredSpan, eventId: string): number | undefined {
  const link = links.find(({ attributes }) => attributes[messaging.message.id] === eventId);
  const attempt = link?.attributes[waybill.process.attempt];
  return typeof attempt === 'number' ? attempt : undefined;
}

/** Each message's spans, in the order given; a batch's span is one of each message that it links to. */
export function byEvent(spans: readonly StoredSpan[]): ReadonlyMap<string, StoredSpan[]> {
  const found = new Map<string, StoredSpan[]>();
  for (const span of spans) {
    const linked = span.links.map(({ attributes }) => text(attributes[messaging.message.id]));
    for (const eventId of new Set([span.eventId, ...linked])) {
      if (eventId === undefined) continue;
      const own = found.get(eventId) ?? [];
      own.push(span);
      found.set(eventId, own);
    }
  }
  return found;
}

const text = (value: AttributeValue | undefined) => (typeof value === 'string' ? value : undefined);
