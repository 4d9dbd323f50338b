import { Injectable } from '@nestjs/common';
import type { MessageJourney, MessagesResponse } from '@waybill/console-api';
import type { DeadLetter } from '@waybill/messaging/operations';
import { byEvent } from '../domain/deliveries.js';
import {
  areRecordsKept,
  isUndecided,
  journeyOf,
  positionOf,
  rowPosition,
  storedAtOf,
} from '../domain/journey.js';
import type { AppendedFact, StoredFact, StoredSpan } from '../domain/message-facts.js';
import { SpanQueries } from '../persistence/span-queries.js';
import { DeadLetters } from './dead-letters.js';
import { NotKnown } from './errors.js';
import { MessageEvidence, type Evidence, type Message } from './message-evidence.js';
import { Outboxes, type OutboxRows } from './outboxes.js';
import { dataOf, StoredMessages, type Look } from './stored-messages.js';

export type Wanted = { orderId: string } | { eventId: string };

/** Follows every message of an order, or one message, from its append to its last effect. */
@Injectable()
export class TraceMessages {
  constructor(
    private readonly outboxes: Outboxes,
    private readonly spans: SpanQueries,
    private readonly stored: StoredMessages,
    private readonly evidence: MessageEvidence,
    private readonly letters: DeadLetters,
  ) {}

  /** @throws NotKnown */
  async execute(wanted: Wanted): Promise<MessagesResponse> {
    const outboxes = await this.outboxesOf(wanted);
    const found = await this.join(wanted, outboxes);
    if (!found.complete) return found;
    // A handler may have finished and sent the next message meanwhile: nothing is complete while there is one more row
    // than was looked at.
    const again = await this.outboxesOf(wanted);
    return again.rows.length === outboxes.rows.length ? found : this.execute(wanted);
  }

  private async join(wanted: Wanted, outboxes: OutboxRows): Promise<MessagesResponse> {
    const [own, letters] = await Promise.all([
      'orderId' in wanted ? this.spans.ofConversation(wanted.orderId) : this.spans.ofEvents([wanted.eventId]),
      this.lettersOf(wanted),
    ]);
    const messages = messagesOf(outboxes.rows, own, letters);
    if (messages.length === 0) throw nothingKnown(wanted, outboxes.missing);
    // A batch's span has no conversation: it is found by the messages that it links to.
    const ofEvents = await this.spans.ofEvents(messages.map(({ eventId }) => eventId));
    const evidence = await this.evidence.of(messages);
    const spansOf = byEvent([...new Map([...own, ...ofEvents].map((span) => [span.spanId, span])).values()]);
    const items = await Promise.all(
      messages.map((message) =>
        this.journeyOf(message, evidence, {
          appended: outboxes.rows.find(({ eventId }) => eventId === message.eventId),
          spans: spansOf.get(message.eventId) ?? [],
        }),
      ),
    );
    const missing = [...new Set([...outboxes.missing, ...evidence.missing])].sort();
    return {
      orderId: 'orderId' in wanted ? wanted.orderId : items[0]?.orderId,
      items,
      complete:
        missing.length === 0 && messages.every(evidence.isCertain) && items.every(({ complete }) => complete),
      lost: items.some(({ lost }) => lost),
      missing,
    };
  }

  private async journeyOf(
    message: Message,
    evidence: Evidence,
    { appended, spans }: { appended: AppendedFact | undefined; spans: readonly StoredSpan[] },
  ): Promise<MessageJourney> {
    const consumers = evidence.consumersOf(message);
    const inboxes = evidence.inboxesOf(message.eventId);
    const letters = evidence.lettersOf(message.eventId);
    const position = appended ? rowPosition(appended) : positionOf(spans);
    const isIncomplete = appended === undefined || storedAtOf(spans) === undefined;
    const { stored, removed }: Look =
      position && (isIncomplete || isUndecided({ consumers, inboxes, letters }))
        ? await this.stored.look(message.eventId, position)
        : { removed: false };
    const kept = stored ?? (appended ? undefined : letters.map(keptIn)[0]);
    const since = appended
      ? new Date(appended.dueAt ?? appended.createdAt)
      : (spans[0]?.startedAt ?? (kept && new Date(kept.storedAt)));
    return journeyOf({
      ...message,
      appended,
      stored: kept,
      removed,
      recordsKept: areRecordsKept(since, Date.now()),
      spans,
      inboxes,
      letters,
      consumers,
    });
  }

  /** Of an event that was not published through an outbox, a dead letter may be all that is left. */
  private async lettersOf(wanted: Wanted): Promise<DeadLetter[]> {
    const letters = await this.letters.of(
      'orderId' in wanted ? { conversation: wanted.orderId } : { eventIds: [wanted.eventId] },
    );
    return (letters ?? []).reverse();
  }

  private outboxesOf(wanted: Wanted): Promise<OutboxRows> {
    return this.outboxes.find('orderId' in wanted ? { key: wanted.orderId } : wanted);
  }
}

/** The message as a dead letter has kept it. */
function keptIn({ stream, sequence, subject, headers, payload, history, deadAt }: DeadLetter): StoredFact {
  return {
    stream,
    sequence,
    subject,
    headers: { ...headers },
    payload: dataOf(payload),
    storedAt: history[0]?.at ?? deadAt,
  };
}

/** In the order in which they were appended; then those that only spans name, by time; then those of dead letters. */
function messagesOf(
  rows: readonly AppendedFact[],
  spans: readonly StoredSpan[],
  letters: readonly DeadLetter[],
): Message[] {
  const messages = new Map<string, Message>();
  for (const { eventId, subject } of rows) messages.set(eventId, { eventId, subject });
  for (const { eventId, step, attributes } of spans) {
    const subject = attributes['messaging.destination.name'];
    // The subject of a dead letter or a replay may differ from the message's own.
    const own = step === 'create' || step === 'publish' || step === 'process';
    if (own && eventId !== undefined && typeof subject === 'string' && !messages.has(eventId)) {
      messages.set(eventId, { eventId, subject });
    }
  }
  for (const { eventId, subject } of letters) {
    if (!messages.has(eventId)) messages.set(eventId, { eventId, subject });
  }
  return [...messages.values()];
}

function nothingKnown(wanted: Wanted, missing: readonly string[]): NotKnown {
  const what = 'orderId' in wanted ? `order ${wanted.orderId}` : `event ${wanted.eventId}`;
  const silent = missing.length > 0 ? `; ${missing.join(', ')} did not respond` : '';
  return new NotKnown(`No message of ${what} is known${silent}.`);
}
