import type { AttributeValue, MessageDelivery } from '@waybill/console-api';
import type { FactError, InboxFact, TimedSpan } from './message-facts.js';

/** Clocks of one machine, and a record that is written a moment after its attempt ended. */
const SAME_ATTEMPT_MS = 250;

/**
 * Each attempt once: from its span, which knows most; from the attempt's record where no span was kept; and from the
 * inbox where nothing else is left of the one that succeeded. Oldest first.
 */
export function deliveriesOf(
  eventId: string,
  spans: readonly TimedSpan[],
  inboxes: readonly (InboxFact & { service: string })[],
): MessageDelivery[] {
  const seen = spans.filter(({ step }) => step === 'process').map((span) => fromSpan(span, eventId));
  const recorded = inboxes.flatMap((inbox) => {
    const own = seen.filter(({ consumer }) => consumer === inbox.consumer);
    return [...failedOnly(inbox, own), ...handledOnly(inbox, own)];
  });
  return [...seen, ...recorded].sort((one, other) => one.startedAt.localeCompare(other.startedAt));
}

function failedOnly(
  { consumer, service, failed }: InboxFact & { service: string },
  own: readonly MessageDelivery[],
): MessageDelivery[] {
  return failed.flatMap(({ at, durationMs, error }, index) => {
    if (own.some((delivery) => isAt(delivery, Date.parse(at)))) return [];
    return [{ consumer, service, attempt: index + 1, outcome: 'failed', startedAt: at, durationMs, error }];
  });
}

function handledOnly(
  { consumer, service, handledAt, failed, outcome: recorded }: InboxFact & { service: string },
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

function fromSpan(span: TimedSpan, eventId: string): MessageDelivery {
  const handler = text(span.attributes['waybill.process.handler']);
  const error = errorOf(span);
  return {
    consumer: span.consumer ?? span.service,
    service: span.service,
    ...(handler !== undefined && { handler }),
    attempt: span.attempt ?? numeric(linkAttribute(span, eventId, 'waybill.process.attempt')) ?? 1,
    outcome: span.outcome ?? (span.status === 'error' ? 'failed' : 'handled'),
    startedAt: span.startedAt.toISOString(),
    durationMs: span.durationMs,
    ...(error && { error }),
    spanId: span.spanId,
    traceId: span.traceId,
  };
}

function errorOf({ status, statusMessage, attributes, events }: TimedSpan): FactError | undefined {
  const exception = events.find(({ name }) => name === 'exception')?.attributes;
  const name = text(exception?.['exception.type']) ?? text(attributes['error.type']);
  const message =
    text(exception?.['exception.message']) ?? statusMessage ?? text(attributes['waybill.process.reason']);
  if (status !== 'error' && name === undefined && message === undefined) return undefined;
  return { name: name ?? 'Error', message: message ?? '' };
}

/** A batch's span tells about each of its messages on the link to it. */
function linkAttribute(span: TimedSpan, eventId: string, name: string): AttributeValue | undefined {
  return span.links.find(({ attributes }) => attributes['messaging.message.id'] === eventId)?.attributes[
    name
  ];
}

/** Each message's spans, in the order given; a batch's span is one of each message that it links to. */
export function byEvent(spans: readonly TimedSpan[]): ReadonlyMap<string, TimedSpan[]> {
  const found = new Map<string, TimedSpan[]>();
  for (const span of spans) {
    const linked = span.links.map(({ attributes }) => text(attributes['messaging.message.id']));
    for (const eventId of new Set([span.eventId, ...linked])) {
      if (eventId === undefined) continue;
      const known = found.get(eventId);
      if (known) known.push(span);
      else found.set(eventId, [span]);
    }
  }
  return found;
}

const text = (value: AttributeValue | undefined) => (typeof value === 'string' ? value : undefined);
const numeric = (value: AttributeValue | undefined) => (typeof value === 'number' ? value : undefined);
