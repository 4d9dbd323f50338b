import { Injectable } from '@nestjs/common';
import type { MessagesAnswer } from '@waybill/console-api';
import { byEvent } from '../domain/deliveries.js';
import { eventIdOf } from '../domain/headers.js';
import { journeyOf, positionOf, storedAtOf } from '../domain/journey.js';
import type { AppendedFact, StoredFact } from '../domain/message-facts.js';
import { NotKnown } from './errors.js';
import { MessageEvidence, type Message } from './message-evidence.js';
import { Outboxes, type OutboxRows } from './outboxes.js';
import { SpanQueries, type StoredSpan } from './span-queries.js';
import { StoredMessages } from './stored-messages.js';

export type Wanted = { orderId: string } | { eventId: string };

/** Follows every message of an order, or one message, from its append to its last effect. */
@Injectable()
export class TraceMessages {
  constructor(
    private readonly outboxes: Outboxes,
    private readonly spans: SpanQueries,
    private readonly stored: StoredMessages,
    private readonly evidence: MessageEvidence,
  ) {}

  /** @throws NotKnown */
  async execute(wanted: Wanted): Promise<MessagesAnswer> {
    const outboxes = await this.outboxesOf(wanted);
    const answer = await this.join(wanted, outboxes);
    if (!answer.complete) return answer;
    // Between the two questions a handler may have finished and sent the next message: nothing is complete while
    // there is one more than was asked about.
    const again = await this.outboxesOf(wanted);
    return again.rows.length === outboxes.rows.length ? answer : this.execute(wanted);
  }

  private async join(wanted: Wanted, outboxes: OutboxRows): Promise<MessagesAnswer> {
    const spans = await this.spansOf(wanted);
    const messages = messagesOf(outboxes.rows, spans);
    if (messages.length === 0) throw nothingKnown(wanted, outboxes.missing);
    // A batch's span belongs to no conversation: it is found by the messages that it links to.
    const batches = 'orderId' in wanted ? await this.ofEvents(messages) : [];
    const all = [...new Map([...spans, ...batches].map((span) => [span.spanId, span])).values()];
    const [evidence, stored] = await Promise.all([
      this.evidence.of(messages),
      Promise.all(messages.map((message) => this.storedOf(message, outboxes.rows, all))),
    ]);
    const spansOf = byEvent(all);
    const items = messages.map((message, at) =>
      journeyOf({
        ...message,
        appended: outboxes.rows.find(({ eventId }) => eventId === message.eventId),
        stored: stored[at],
        spans: spansOf.get(message.eventId) ?? [],
        inboxes: evidence.inboxesOf(message.eventId),
        letters: evidence.lettersOf(message.eventId),
        consumers: evidence.consumersOf(message),
      }),
    );
    const orderId = 'orderId' in wanted ? wanted.orderId : items[0]?.orderId;
    const missing = [...new Set([...outboxes.missing, ...evidence.missing])].sort();
    return {
      ...(orderId !== undefined && { orderId }),
      items,
      complete:
        missing.length === 0 && messages.every(evidence.isCertain) && items.every(({ complete }) => complete),
      missing,
    };
  }

  private outboxesOf(wanted: Wanted): Promise<OutboxRows> {
    return this.outboxes.find('orderId' in wanted ? { key: wanted.orderId } : wanted);
  }

  private spansOf(wanted: Wanted): Promise<StoredSpan[]> {
    return 'orderId' in wanted
      ? this.spans.ofConversation(wanted.orderId)
      : this.spans.ofEvents([wanted.eventId]);
  }

  private ofEvents(messages: readonly Message[]): Promise<StoredSpan[]> {
    return this.spans.ofEvents(messages.map(({ eventId }) => eventId));
  }

  /** Read from the stream only where outbox row and spans leave something unsaid: the data, or since when it lies there. */
  private async storedOf(
    { eventId }: Message,
    rows: readonly AppendedFact[],
    spans: readonly StoredSpan[],
  ): Promise<StoredFact | undefined> {
    const own = spans.filter((span) => span.eventId === eventId);
    const row = rows.find((each) => each.eventId === eventId);
    if (row && (row.publishedAt === null || storedAtOf(own) !== undefined)) return undefined;
    const { stream, sequence } = row ?? positionOf(own) ?? {};
    if (stream == null || sequence == null) return undefined;
    const found = await this.stored.read(stream, sequence);
    // A stream that was made anew counts from 1 again: another message may lie there.
    return found && eventIdOf(found.headers, eventId) === eventId ? found : undefined;
  }
}

/** In the order in which they were appended; those that only spans tell of come after, by time. */
function messagesOf(rows: readonly AppendedFact[], spans: readonly StoredSpan[]): Message[] {
  const messages = new Map<string, Message>();
  for (const { eventId, subject } of rows) messages.set(eventId, { eventId, subject });
  for (const { eventId, step, attributes } of spans) {
    const subject = attributes['messaging.destination.name'];
    // A dead letter's or a replay's subject may be another than the message's own.
    const own = step === 'create' || step === 'publish' || step === 'process';
    if (own && eventId !== undefined && typeof subject === 'string' && !messages.has(eventId)) {
      messages.set(eventId, { eventId, subject });
    }
  }
  return [...messages.values()];
}

function nothingKnown(wanted: Wanted, missing: readonly string[]): NotKnown {
  const what = 'orderId' in wanted ? `an order ${wanted.orderId}` : `an event ${wanted.eventId}`;
  const silent = missing.length > 0 ? `; ${missing.join(', ')} did not answer` : '';
  return new NotKnown(`Nobody knows of ${what}${silent}.`);
}
