import type { AttributeValue, ConsumerProgress, MessageJourney, MessageProgress } from '@waybill/console-api';
import { isComplete, progressOf, type Durable, type Position } from './consumer-progress.js';
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
  /** Of this message alone, by start time. */
  spans: readonly TimedSpan[];
  inboxes: readonly (InboxFact & { service: string })[];
  letters: readonly LetterFact[];
  consumers: readonly {
    durable: Durable;
    handler: string;
    position: Position | undefined;
    answered: boolean;
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
  const published = publicationOf(facts);
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
    deliveries: deliveriesOf(eventId, spans, inboxes),
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
    headers,
    payload: appended?.payload ?? stored?.payload ?? null,
  };
}

const CONVERSATION = 'messaging.message.conversation_id';
const STREAM = 'messaging.nats.stream';
const SEQUENCE = 'messaging.nats.sequence';

/** By the outbox row; else by the stream itself; else by the publish span, which has it from the broker's answer. */
function publicationOf({ appended, stored, spans }: MessageFacts): MessageJourney['published'] {
  const span = spans.find(({ step, status }) => step === 'publish' && status !== 'error');
  const spanId = span && { spanId: span.spanId };
  if (appended?.publishedAt && appended.stream !== null && appended.sequence !== null) {
    return { at: appended.publishedAt, stream: appended.stream, sequence: appended.sequence, ...spanId };
  }
  if (stored) return { at: stored.storedAt, stream: stored.stream, sequence: stored.sequence, ...spanId };
  const position = positionOf(spans);
  if (!position || !span) return undefined;
  return { at: new Date(span.startedAt.getTime() + span.durationMs).toISOString(), ...position, ...spanId };
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
  facts: ConsumerFacts,
): MessageProgress {
  const consumers = progressOfAll(facts, seen.sequence);
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
    complete: isComplete(sequence !== undefined, consumers),
  };
}

/** What decides how far a message's consumers are. */
type ConsumerFacts = Pick<MessageFacts, 'eventId' | 'consumers' | 'inboxes' | 'letters' | 'spans'>;

function progressOfAll(
  { eventId, consumers, inboxes, letters, spans }: ConsumerFacts,
  sequence: number | undefined,
): ConsumerProgress[] {
  return consumers.map(({ durable, handler, position, answered }) => {
    const inbox = inboxes.find((each) => each.consumer === durable.identity && each.eventId === eventId);
    const own = spans.filter(({ step, consumer }) => step === 'process' && consumer === durable.identity);
    return progressOf(
      { durable, handler },
      {
        sequence,
        position,
        answered,
        handled: (inbox?.handledAt ?? null) !== null,
        discarded: own.some(({ outcome }) => outcome === 'discarded'),
        failedAttempts: Math.max(
          inbox?.failed.length ?? 0,
          own.filter(({ outcome }) => outcome === 'retried' || outcome === 'dead-lettered').length,
        ),
        letter: letters.findLast(({ consumer }) => consumer === durable.identity)?.state,
      },
    );
  });
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
