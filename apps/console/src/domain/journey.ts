import type {
  AttributeValue,
  ConsumerProgress,
  MessageDelivery,
  MessageJourney,
  MessageProgress,
} from '@waybill/console-api';
import { isComplete, isLost, progressOf, type Durable, type Position } from './consumer-progress.js';
import { deliveriesOf } from './deliveries.js';
import { conversationOf, traceIdOf } from './headers.js';
import type { AppendedFact, InboxFact, LetterFact, StoredFact, TimedSpan } from './message-facts.js';
import { eventOf } from './subject.js';

/** All that is known of one message. */
export interface MessageFacts {
  eventId: string;
  subject: string;
  appended: AppendedFact | undefined;
  stored: StoredFact | undefined;
  /** The stream was asked for it, and has it no more. */
  removed: boolean;
  /** `areRecordsKept` of its time. */
  recordsKept: boolean;
  /** Of this message alone, by start time. */
  spans: readonly TimedSpan[];
  inboxes: readonly (InboxFact & { service: string })[];
  letters: readonly LetterFact[];
  consumers: readonly {
    durable: Durable;
    handler: string;
    position: Position | undefined;
    answered: boolean;
    notKnown: boolean;
  }[];
}

/** One message's way, told once: what the outbox, the stream, the inboxes, the dead letters and the spans say of it. */
export function journeyOf(facts: MessageFacts): MessageJourney {
  const { eventId, subject, appended, stored, spans, inboxes, letters } = facts;
  const create = spans.find(({ step }) => step === 'create');
  const headers = appended?.headers ?? stored?.headers ?? {};
  const traceId = create?.traceId ?? traceIdOf(headers) ?? spans[0]?.traceId;
  const orderId =
    conversationOf(headers) ?? text(spans.map((each) => each.attributes[CONVERSATION]).find(Boolean));
  const deliveries = deliveriesOf(eventId, spans, inboxes);
  const published = publicationOf(facts, deliveries);
  const consumers = progressOfAll(facts, published?.sequence);
  return {
    eventId,
    ...eventOf(subject),
    subject,
    service: appended?.service ?? create?.service ?? sourceOf(headers) ?? '',
    ...(orderId !== undefined && { orderId }),
    ...(traceId !== undefined && { traceId }),
    ...(appended && {
      appended: {
        at: appended.createdAt,
        outboxId: appended.id,
        ...(create && { spanId: create.spanId }),
      },
    }),
    ...(published && { published }),
    ...(appended && appended.publishedAt === null && { waiting: waitingOf(appended) }),
    deliveries,
    consumers,
    deadLettered: letters.map(({ id, consumer, deadAt, reason, state }) => ({
      id,
      consumer,
      at: deadAt,
      reason,
      state,
    })),
    replayed: letters.flatMap((letter) => replayOf(letter, spans)),
    complete: isComplete(published !== undefined, consumers),
    lost: isLost(consumers),
    headers,
    payload: appended?.payload ?? stored?.payload ?? null,
  };
}

const CONVERSATION = 'messaging.message.conversation_id';
const STREAM = 'messaging.nats.stream';
const SEQUENCE = 'messaging.nats.sequence';
const STORED_AT = 'messaging.nats.stored_at';

/**
 * Where it lies, by the outbox row, the stream itself, or what the spans heard from the broker. Since when, by the
 * broker's own clock; where nobody knows that, by when the relay had its answer, which may be after a consumer had
 * the message. Nobody can have had it before it was stored.
 */
function publicationOf(
  { appended, stored, spans }: MessageFacts,
  deliveries: readonly MessageDelivery[],
): MessageJourney['published'] {
  const position = (appended && rowPosition(appended)) ?? stored ?? positionOf(spans);
  if (!position) return undefined;
  const { stream, sequence } = position;
  const span = spans.find(({ step, status }) => step === 'publish' && status !== 'error');
  const answeredAt = span && new Date(span.startedAt.getTime() + span.durationMs).toISOString();
  const known = stored?.storedAt ?? storedAtOf(spans) ?? answeredAt ?? appended?.publishedAt;
  const [at] = [known, deliveries[0]?.startedAt].filter((time) => time != null).sort();
  return at === undefined ? undefined : { at, stream, sequence, ...(span && { spanId: span.spanId }) };
}

function rowPosition({ publishedAt, stream, sequence }: AppendedFact) {
  return publishedAt !== null && stream !== null && sequence !== null ? { stream, sequence } : undefined;
}

/** The broker's clock, which it tells with each delivery. */
export function storedAtOf(spans: readonly TimedSpan[]): string | undefined {
  return text(spans.map(({ attributes }) => attributes[STORED_AT]).find(Boolean));
}

/** Where the message lies, by what its spans say. */
export function positionOf(spans: readonly TimedSpan[]): { stream: string; sequence: number } | undefined {
  for (const { step, attributes } of spans) {
    const stream = text(attributes[STREAM]);
    const sequence = Number(attributes[SEQUENCE]);
    if ((step === 'publish' || step === 'process') && stream && sequence > 0) return { stream, sequence };
  }
  return undefined;
}

/** The same, short: what a trace says about a message of which its spans tell where it lies. */
export function progressOfMessage(
  seen: Pick<MessageProgress, 'eventId' | 'type' | 'stream' | 'sequence'>,
  now: number,
  facts: ConsumerFacts,
): MessageProgress {
  const consumers = progressOfAll(facts, seen.sequence).map((progress): ConsumerProgress =>
    progress.state === 'done' && isUntold(progress, now, facts)
      ? { ...progress, state: 'pending' }
      : progress,
  );
  const { eventId, type, stream, sequence } = seen;
  return {
    eventId,
    type,
    ...(stream !== undefined && { stream }),
    ...(sequence !== undefined && { sequence }),
    consumers: consumers.map(({ consumer, service, handler, state, lag, attempts }) => ({
      consumer,
      service,
      handler,
      state,
      ...(lag !== undefined && { lag }),
      attempts,
    })),
    // Who has handled it had it from the broker, whatever became of the span that would tell where it lies.
    complete: isComplete(
      sequence !== undefined || consumers.some(({ state }) => state === 'done'),
      consumers,
    ),
  };
}

/** Longer than any exporter of ours holds a span back. */
const TOLD_WITHIN_MS = 5_000;

/**
 * Handled just now, and its span has not come yet: what the handler sent in its turn is not among the trace's messages
 * before that, and a trace must not look complete between two of them.
 */
function isUntold({ consumer }: ConsumerProgress, now: number, { inboxes, spans }: ConsumerFacts): boolean {
  const handled = inboxes.find((record) => record.consumer === consumer && record.handledAt !== null);
  // A clock that is ahead of ours by an hour must not make it recent for an hour.
  const isRecent =
    handled?.handledAt != null && Math.abs(now - Date.parse(handled.handledAt)) < TOLD_WITHIN_MS;
  return (
    isRecent && !spans.some((span) => span.step === 'process' && span.consumer === consumer && span.outcome)
  );
}

/** What decides how far a message's consumers are. */
type ConsumerFacts = Pick<
  MessageFacts,
  'consumers' | 'inboxes' | 'letters' | 'spans' | 'removed' | 'recordsKept'
>;

/** Those that have to handle it, then those that are not declared any more and gave up on it while they were. */
function progressOfAll(facts: ConsumerFacts, sequence: number | undefined): ConsumerProgress[] {
  const { inboxes, letters, spans, removed, recordsKept } = facts;
  return [...facts.consumers, ...undeclared(facts)].map(
    ({ durable, handler, position, answered, notKnown }) => {
      const recorded = inboxes.filter(({ consumer }) => consumer === durable.consumer);
      const own = spans.filter(({ step, consumer }) => step === 'process' && consumer === durable.consumer);
      const letter = letters.findLast(({ consumer }) => consumer === durable.consumer);
      return progressOf(
        { durable, handler },
        {
          sequence,
          position,
          removed,
          answered,
          notKnown,
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
              own.filter(({ startedAt }) => letter.settled && startedAt >= new Date(letter.settled.at)),
            ),
          },
        },
      );
    },
  );
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
      answered: false,
      notKnown: false,
    }));
}

/**
 * The least time for which services keep the records of their inboxes, less a day for clocks and clean-ups. What is
 * older may have been handled and forgotten.
 */
const RECORDS_KEPT_MS = 6 * 24 * 60 * 60 * 1_000;

/** Whether a message from then would still be on record in an inbox that handled it. @param since undefined: unknown */
export function areRecordsKept(since: Date | undefined, now: number): boolean {
  return since !== undefined && now - since.getTime() < RECORDS_KEPT_MS;
}

/** Somebody has to handle it of whom no record says so: worth a look whether the stream still has it. */
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

/** By the records or by the spans, whichever know of more: either may be kept for a shorter time. */
function failedOf(recorded: readonly InboxFact[], spans: readonly TimedSpan[]): number {
  const attempts = recorded.flatMap(({ failed }) => failed);
  const seen = spans.filter(({ outcome }) => outcome === 'retried' || outcome === 'dead-lettered');
  return Math.max(attempts.length, seen.length);
}

function waitingOf({ attempts, lastError, availableAt, deadAt }: AppendedFact): MessageJourney['waiting'] {
  return {
    attempts,
    ...(lastError !== null && { lastError }),
    ...(availableAt !== null && { availableAt }),
    dead: deadAt !== null,
  };
}

function replayOf({ id, consumer, state, settled }: LetterFact, spans: readonly TimedSpan[]) {
  if (state !== 'replayed') return [];
  const span = spans.find(
    ({ step, attributes }) => step === 'replay' && attributes['waybill.replay.dead_letter_id'] === id,
  );
  return [{ consumer, at: settled?.at ?? '', ...(span && { traceId: span.traceId }), deadLetterId: id }];
}

/** `ce-source`: `/waybill/order` or `order`. */
function sourceOf(headers: Readonly<Record<string, string>>): string | undefined {
  return headers['ce-source']?.split('/').filter(Boolean).at(-1);
}

const text = (value: AttributeValue | undefined) => (typeof value === 'string' ? value : undefined);
