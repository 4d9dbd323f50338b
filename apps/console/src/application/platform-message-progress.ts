import { Injectable } from '@nestjs/common';
import type { MessageProgress } from '@waybill/console-api';
import { byEvent } from '../domain/deliveries.js';
import { traceIdOf } from '../domain/headers.js';
import { progressOfMessage } from '../domain/journey.js';
import type { AppendedFact } from '../domain/message-facts.js';
import { eventOf } from '../domain/subject.js';
import { completenessOf } from '../domain/trace/completeness.js';
import { MessageEvidence } from './message-evidence.js';
import { MessageProgressQueries, type SeenMessage, type TraceProgress } from './message-progress.js';
import { Outboxes } from './outboxes.js';
import { SpanQueries } from './span-queries.js';

/** More than the largest import sends in one request: 500 orders, each placed, confirmed, and perhaps cancelled. */
const MOST_MESSAGES = 2_000;
/** A question each. Of a trace that is about more, such as an import's, the spans alone tell. */
const MOST_CONVERSATIONS = 20;

/** One look at every durable, one at the spans, and one question to each service, for all messages of a trace. */
@Injectable()
export class PlatformMessageProgress extends MessageProgressQueries {
  constructor(
    private readonly evidence: MessageEvidence,
    private readonly spans: SpanQueries,
    private readonly outboxes: Outboxes,
  ) {
    super();
  }

  async progressOf(traceId: string, seen: readonly SeenMessage[]): Promise<TraceProgress> {
    const messages = await this.told(seen.slice(0, MOST_MESSAGES));
    const all = seen.length <= MOST_MESSAGES;
    if (completenessOf(messages, all) === false) return { messages, all };
    // Asked last: what a handler sent was appended before it could be seen to be done.
    const { rows, missing } = await this.appended(seen);
    const more = joined(
      seen,
      rows.filter(({ headers }) => traceIdOf(headers) === traceId),
    );
    return more ? this.progressOf(traceId, more) : { messages, all: all && missing.length === 0 };
  }

  private async told(messages: readonly SeenMessage[]): Promise<MessageProgress[]> {
    if (messages.length === 0) return [];
    const [evidence, spans] = await Promise.all([
      this.evidence.of(messages),
      // Not those of the trace alone: what a batch or a replay did with a message is told in another one.
      this.spans.ofEvents(messages.map(({ eventId }) => eventId)),
    ]);
    const spansOf = byEvent(spans);
    return messages.map((message) => {
      const { eventId, replayedTo } = message;
      const progress = progressOfMessage(message, Date.now(), {
        inboxes: evidence.inboxesOf(eventId),
        letters: evidence.lettersOf(eventId),
        consumers: evidence
          .consumersOf(message)
          .filter(({ durable }) => replayedTo === undefined || replayedTo.includes(durable.consumer)),
        spans: spansOf.get(eventId) ?? [],
      });
      return { ...progress, complete: progress.complete && evidence.isCertain(message) };
    });
  }

  private async appended(seen: readonly SeenMessage[]): Promise<{ rows: AppendedFact[]; missing: string[] }> {
    const keys = new Set(seen.map(({ conversationId }) => conversationId).filter((key) => key !== undefined));
    if (keys.size > MOST_CONVERSATIONS) return { rows: [], missing: [] };
    const found = await Promise.all([...keys].map((key) => this.outboxes.find({ key })));
    return { rows: found.flatMap(({ rows }) => rows), missing: found.flatMap(({ missing }) => missing) };
  }
}

/** With what the outboxes know and the spans do not: other messages, and where one lies. Undefined where that is nothing. */
function joined(seen: readonly SeenMessage[], rows: readonly AppendedFact[]): SeenMessage[] | undefined {
  const known = new Map(seen.map((message) => [message.eventId, message]));
  const news = rows.filter(({ eventId, sequence }) => {
    const message = known.get(eventId);
    return !message || (message.sequence === undefined && sequence !== null);
  });
  for (const { eventId, subject, stream, sequence } of news) {
    const position = stream !== null && sequence !== null ? { stream, sequence } : {};
    known.set(eventId, { eventId, type: eventOf(subject).type, subject, ...known.get(eventId), ...position });
  }
  return news.length > 0 ? [...known.values()] : undefined;
}
