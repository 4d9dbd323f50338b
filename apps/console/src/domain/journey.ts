import type {
  AttributeValue,
  ConsumerProgress,
  MessageDelivery,
  MessageJourney,
  MessageProgress,
} from '@waybill/console-api';
import { ATTRIBUTES } from '@waybill/messaging/operations';
import { isComplete, isLost, progressOf, type ConsumerEvidence } from './consumer-progress.js';
import { deliveriesOf } from './deliveries.js';
import { conversationOf, traceIdOf } from './headers.js';
import type { AppendedFact, InboxFact, LetterFact, StoredFact, StoredSpan } from './message-facts.js';
import { eventOf } from './subject.js';

const { messaging, waybill } = ATTRIBUTES;

/** All that is known of one message. */
export interface MessageFacts {
  eventId: string;
  subject: string;
  appended: AppendedFact | undefined;
  stored: StoredFact | undefined;
  /** The stream was asked for it and no longer holds it. */
  removed: boolean;
  /** `areRecordsKept` of its time. */
  recordsKept: boolean;
  /** Of this message alone, by start time. */
  spans: readonly StoredSpan[];
  inboxes: readonly InboxFact[];
  letters: readonly LetterFact[];
  consumers: readonly ConsumerEvidence[];
}

/** One message's journey, joined from outbox, stream, inboxes, dead letters and spans. */
export function journeyOf(facts: MessageFacts): MessageJourney {
  const { eventId, subject, appended, stored, spans, inboxes, letters } = facts;
  const create = spans.find(({ step }) => step === 'create');
  const headers = appended?.headers ?? stored?.headers ?? {};
  const deliveries = deliveriesOf(eventId, spans, inboxes);
  const published = publicationOf(facts, deliveries);
  const cancelled = appended?.cancelledAt != null;
  const consumers = cancelled ? [] : progressOfAll(facts, published?.sequence);
  return {
    eventId,
    ...eventOf(subject),
    subject,
    service: appended?.service ?? create?.service ?? sourceOf(headers) ?? '',
    orderId: conversationOf(headers) ?? firstText(spans, messaging.message.conversationId),
    traceId: create?.traceId ?? traceIdOf(headers) ?? spans[0]?.traceId,
    appended: appended && { at: appended.createdAt, outboxId: appended.id, spanId: create?.spanId },
    published,
    scheduled: scheduledOf(appended, headers),
    waiting: appended?.publishedAt === null && !cancelled ? waitingOf(appended) : undefined,
    deliveries,
    consumers,
    deadLettered: letters.map(({ id, consumer, deadAt, reason, state }) => ({
      id,
      consumer,
      at: deadAt,
      reason,
      state,
    })),
    replayed: letters.filter(({ state }) => state === 'replayed').map((letter) => replayOf(letter, spans)),
    complete: cancelled || isComplete(published !== undefined, consumers),
    lost: isLost(consumers),
    headers,
    payload: appended?.payload ?? stored?.payload ?? null,
  };
}

/**
 * Where the broker stored it, by the outbox row, the stream itself, or what the spans have from the broker. When, by the
 * broker's own clock; if that is not known, by when the relay had its ack, which may be after a consumer had the
 * message. No delivery is earlier than the message was stored.
 */
function publicationOf(
  { appended, stored, spans }: MessageFacts,
  deliveries: readonly MessageDelivery[],
): MessageJourney['published'] {
  const position = (appended && rowPosition(appended)) ?? stored ?? positionOf(spans);
  if (!position) return undefined;
  const { stream, sequence } = position;
  const span = spans.find(({ step, status }) => step === 'publish' && status !== 'error');
  const ackedAt = span && new Date(span.startedAt.getTime() + span.durationMs).toISOString();
  const known = stored?.storedAt ?? storedAtOf(spans) ?? ackedAt ?? appended?.publishedAt;
  const [at] = [known, deliveries[0]?.startedAt].filter((time) => time != null).sort();
  return at === undefined ? undefined : { at, stream, sequence, spanId: span?.spanId };
}

/** Undefined also for a row that waits to be published again. */
export function rowPosition({ publishedAt, stream, sequence }: AppendedFact) {
  return publishedAt !== null && stream !== null && sequence !== null ? { stream, sequence } : undefined;
}

/** By the broker's clock, which comes with each delivery. */
export function storedAtOf(spans: readonly StoredSpan[]): string | undefined {
  return firstText(spans, messaging.nats.storedAt);
}

/** Where the broker stored the message, by its spans. */
export function positionOf(spans: readonly StoredSpan[]): { stream: string; sequence: number } | undefined {
  for (const { step, attributes } of spans) {
    const stream = text(attributes[messaging.nats.stream]);
    const sequence = Number(attributes[messaging.nats.sequence]);
    if ((step === 'publish' || step === 'process') && stream && sequence > 0) return { stream, sequence };
  }
  return undefined;
}

/** The short form: what a trace shows about a message whose position its spans name. */
export function progressOfMessage(
  seen: Pick<MessageProgress, 'eventId' | 'type' | 'stream' | 'sequence'> & { cancelled?: boolean },
  now: number,
  facts: ConsumerFacts,
): MessageProgress {
  const { eventId, type, stream, sequence } = seen;
  if (seen.cancelled) return { eventId, type, consumers: [], complete: true };
  const consumers = progressOfAll(facts, seen.sequence).map((progress): ConsumerProgress =>
    progress.state === 'done' && isSpanExpected(progress, now, facts)
      ? { ...progress, state: 'pending' }
      : progress,
  );
  return {
    eventId,
    type,
    stream,
    sequence,
    consumers: consumers.map(({ consumer, service, handler, state, lag, attempts }) => ({
      consumer,
      service,
      handler,
      state,
      lag,
      attempts,
    })),
    // A consumer that has handled it had it from the broker, even if the span with its position is lost.
    complete: isComplete(
      sequence !== undefined || consumers.some(({ state }) => state === 'done'),
      consumers,
    ),
  };
}

/** Longer than our exporters hold a span back. */
const EXPORTED_WITHIN_MS = 5_000;

/**
 * Handled just now, and its span has not arrived: until then what the handler sent is not among the trace's messages, and
 * a trace must not look complete between two of them.
 */
function isSpanExpected(
  { consumer }: ConsumerProgress,
  now: number,
  { inboxes, spans }: ConsumerFacts,
): boolean {
  const handled = inboxes.find((record) => record.consumer === consumer && record.handledAt !== null);
  // Compared both ways: a clock that is an hour ahead of ours must not make it recent for an hour.
  const isRecent =
    handled?.handledAt != null && Math.abs(now - Date.parse(handled.handledAt)) < EXPORTED_WITHIN_MS;
  return (
    isRecent && !spans.some((span) => span.step === 'process' && span.consumer === consumer && span.outcome)
  );
}

/** What decides how far a message's consumers are. */
type ConsumerFacts = Pick<
  MessageFacts,
  'consumers' | 'inboxes' | 'letters' | 'spans' | 'removed' | 'recordsKept'
>;

/** The consumers that have to handle it, then those that dead-lettered it and are no longer declared. */
function progressOfAll(facts: ConsumerFacts, sequence: number | undefined): ConsumerProgress[] {
  const { inboxes, letters, spans, removed, recordsKept } = facts;
  return [...facts.consumers, ...undeclared(facts)].map(({ durable, handler, ...known }) => {
    const recorded = inboxes.filter(({ consumer }) => consumer === durable.consumer);
    const own = spans.filter(({ step, consumer }) => step === 'process' && consumer === durable.consumer);
    const letter = letters.findLast(({ consumer }) => consumer === durable.consumer);
    return progressOf(
      { durable, handler },
      {
        ...known,
        sequence,
        removed,
        recordsKept,
        handled: recorded.some(({ handledAt }) => handledAt !== null),
        givenUp: recorded.some(({ outcome }) => outcome === 'dead'),
        seenHandled: own.some(({ outcome }) => outcome === 'handled' || outcome === 'duplicate'),
        discarded: own.some(({ outcome }) => outcome === 'discarded'),
        failedAttempts: failedOf(recorded, own),
        letter: letter && {
          state: letter.state,
          failedReplays: failedOf(
            recorded.filter(({ replayOf }) => replayOf === letter.id),
            own.filter(({ startedAt }) => letter.resolved && startedAt >= new Date(letter.resolved.at)),
          ),
        },
      },
    );
  });
}

function undeclared({ consumers, letters }: ConsumerFacts): MessageFacts['consumers'] {
  const declared = new Set(consumers.map(({ durable }) => durable.consumer));
  const others = new Map(letters.map(({ consumer, service }) => [consumer, service]));
  return [...others]
    .filter(([consumer]) => !declared.has(consumer))
    .map(([consumer, service]) => ({
      durable: { service, consumer, durable: '', stream: '', filters: [], routes: [] },
      handler: consumer,
      position: undefined,
      responded: false,
      notKnown: false,
    }));
}

/**
 * The least time for which services keep their inbox records, less a day for clocks and clean-ups. What is older may
 * have been handled, and its record deleted.
 */
const RECORDS_KEPT_MS = 6 * 24 * 60 * 60 * 1_000;

/** Whether an inbox that handled a message from then still has the record. @param since undefined: unknown */
export function areRecordsKept(since: Date | undefined, now: number): boolean {
  return since !== undefined && now - since.getTime() < RECORDS_KEPT_MS;
}

/** No record says that some consumer has handled it: worth a look whether the stream still holds it. */
export function isUndecided({
  consumers,
  inboxes,
  letters,
}: Pick<MessageFacts, 'consumers' | 'inboxes' | 'letters'>): boolean {
  return consumers.some(
    ({ durable }) =>
      !inboxes.some(({ consumer, handledAt }) => consumer === durable.consumer && handledAt !== null) &&
      !letters.some(({ consumer }) => consumer === durable.consumer),
  );
}

/** By the records or by the spans, whichever has more: either may be kept for a shorter time. */
function failedOf(recorded: readonly InboxFact[], spans: readonly StoredSpan[]): number {
  const attempts = recorded.flatMap(({ failed }) => failed);
  const seen = spans.filter(({ outcome }) => outcome === 'retried' || outcome === 'dead-lettered');
  return Math.max(attempts.length, seen.length);
}

/** Also from the message itself, where the publisher's row is not known. */
function scheduledOf(
  appended: AppendedFact | undefined,
  headers: Readonly<Record<string, string>>,
): MessageJourney['scheduled'] {
  const dueAt = appended?.dueAt ?? headers['ce-duetime'];
  if (dueAt === undefined) return undefined;
  return { dueAt, ...(appended?.cancelledAt && { cancelledAt: appended.cancelledAt }) };
}

function waitingOf({ attempts, lastError, availableAt, parkedAt }: AppendedFact): MessageJourney['waiting'] {
  return {
    attempts,
    lastError: lastError ?? undefined,
    availableAt: availableAt ?? undefined,
    parked: parkedAt !== null,
  };
}

function replayOf({ id, consumer, resolved }: LetterFact, spans: readonly StoredSpan[]) {
  const span = spans.find(
    ({ step, attributes }) => step === 'replay' && attributes[waybill.replay.deadLetterId] === id,
  );
  return { consumer, at: resolved?.at ?? '', traceId: span?.traceId, deadLetterId: id };
}

/** `ce-source`: `/waybill/order` or `order`. */
function sourceOf(headers: Readonly<Record<string, string>>): string | undefined {
  return headers['ce-source']?.split('/').filter(Boolean).at(-1);
}

function firstText(spans: readonly StoredSpan[], attribute: string): string | undefined {
  return text(spans.map(({ attributes }) => attributes[attribute]).find(Boolean));
}

const text = (value: AttributeValue | undefined) => (typeof value === 'string' ? value : undefined);
