import { Injectable } from '@nestjs/common';
import type { MessageProgress } from '@waybill/console-api';
import { byEvent } from '../domain/deliveries.js';
import { traceIdOf } from '../domain/headers.js';
import { areRecordsKept, isUndecided, progressOfMessage } from '../domain/journey.js';
import type { AppendedFact } from '../domain/message-facts.js';
import { eventOf } from '../domain/subject.js';
import { completenessOf } from '../domain/trace/completeness.js';
import { SpanQueries } from '../persistence/span-queries.js';
import { MessageEvidence, type Evidence } from './message-evidence.js';
import { Outboxes } from './outboxes.js';
import type { SeenMessage } from './seen-messages.js';
import { StoredMessages } from './stored-messages.js';

/** More than the largest import sends in one request: 500 orders, each placed, confirmed, and perhaps cancelled. */
const MOST_MESSAGES = 2_000;
/** One request each. For a trace of more conversations, such as an import's, only the spans are read. */
const MOST_CONVERSATIONS = 20;
/** One request to the broker each. Messages beyond that may be lost, and are reported as pending. */
const MOST_LOOKS = 100;

/** The progress of a trace's messages. */
export interface TraceProgress {
  /** Those that spans name, in this order, then those that only an outbox knows. */
  messages: MessageProgress[];
  /** False: the trace may have more messages than these. */
  all: boolean;
}

/**
 * The progress of the messages of a trace, by the consumers that have to handle them: for all messages one look at the
 * durables, one at the spans, and one request to each service.
 */
@Injectable()
export class MessageProgressQueries {
  constructor(
    private readonly evidence: MessageEvidence,
    private readonly spans: SpanQueries,
    private readonly outboxes: Outboxes,
    private readonly stored: StoredMessages,
  ) {}

  /**
   * Consumers of services that do not respond are `unknown`.
   *
   * @param seen what the trace's spans say: some spans may have been lost, and whole messages with them
   */
  async progressOf(traceId: string, seen: readonly SeenMessage[]): Promise<TraceProgress> {
    const messages = await this.progressOfSeen(seen.slice(0, MOST_MESSAGES));
    const all = seen.length <= MOST_MESSAGES;
    // Of what is scheduled only the outbox knows whether it was cancelled.
    const isOpen = ({ scheduled, sequence, cancelled }: SeenMessage) =>
      scheduled && sequence === undefined && !cancelled;
    if (completenessOf(messages, all) === false && !seen.some(isOpen)) return { messages, all };
    // The outboxes come last: what a handler sent was appended before the handler was seen to be done.
    const { rows, missing } = await this.appended(seen);
    const more = joined(
      seen,
      rows.filter(({ headers }) => traceIdOf(headers) === traceId),
    );
    return more ? this.progressOf(traceId, more) : { messages, all: all && missing.length === 0 };
  }

  private async progressOfSeen(messages: readonly SeenMessage[]): Promise<MessageProgress[]> {
    if (messages.length === 0) return [];
    const [evidence, spans] = await Promise.all([
      this.evidence.of(messages),
      // Of all traces: the spans of a batch or a replay are in another one.
      this.spans.ofEvents(messages.map(({ eventId }) => eventId)),
    ]);
    const spansOf = byEvent(spans);
    const removed = await this.removedAmong(messages, evidence);
    const now = Date.now();
    return messages.map((message) => {
      const { eventId, replayedTo } = message;
      const isMeant = (consumer: string) => replayedTo === undefined || replayedTo.includes(consumer);
      const own = spansOf.get(eventId) ?? [];
      const progress = progressOfMessage(message, now, {
        inboxes: evidence.inboxesOf(eventId),
        letters: evidence.lettersOf(eventId).filter(({ consumer }) => isMeant(consumer)),
        consumers: evidence.consumersOf(message).filter(({ durable }) => isMeant(durable.consumer)),
        spans: own,
        removed: removed.has(eventId),
        recordsKept: areRecordsKept(message.since ?? own[0]?.startedAt, now),
      });
      return { ...progress, complete: progress.complete && evidence.isCertain(message) };
    });
  }

  /** Of the messages that some consumer is not known to have handled, those that their stream no longer holds. */
  private async removedAmong(messages: readonly SeenMessage[], evidence: Evidence): Promise<Set<string>> {
    const looks = messages
      .filter((message) => {
        const { eventId } = message;
        const inboxes = evidence.inboxesOf(eventId);
        const letters = evidence.lettersOf(eventId);
        return isUndecided({ consumers: evidence.consumersOf(message), inboxes, letters });
      })
      .slice(0, MOST_LOOKS)
      .map(async ({ eventId, stream, sequence }) => {
        if (stream === undefined || sequence === undefined) return [];
        const { removed } = await this.stored.look(eventId, { stream, sequence });
        return removed ? [eventId] : [];
      });
    return new Set((await Promise.all(looks)).flat());
  }

  private async appended(seen: readonly SeenMessage[]): Promise<{ rows: AppendedFact[]; missing: string[] }> {
    const keys = new Set(seen.map(({ conversationId }) => conversationId).filter((key) => key !== undefined));
    if (keys.size > MOST_CONVERSATIONS) return { rows: [], missing: [] };
    const found = await Promise.all([...keys].map((key) => this.outboxes.find({ key })));
    return { rows: found.flatMap(({ rows }) => rows), missing: found.flatMap(({ missing }) => missing) };
  }
}

/** With what only the outboxes know: further messages, and positions. Undefined if they add nothing. */
function joined(seen: readonly SeenMessage[], rows: readonly AppendedFact[]): SeenMessage[] | undefined {
  const known = new Map(seen.map((message) => [message.eventId, message]));
  const news = rows.filter(({ eventId, sequence, cancelledAt }) => {
    const message = known.get(eventId);
    if (!message) return true;
    return (
      (message.sequence === undefined && sequence !== null) || (!message.cancelled && cancelledAt != null)
    );
  });
  for (const { eventId, subject, stream, sequence, createdAt, dueAt, cancelledAt } of news) {
    const position = stream !== null && sequence !== null ? { stream, sequence } : {};
    const message = { eventId, type: eventOf(subject).type, subject, since: new Date(dueAt ?? createdAt) };
    const cancelled = cancelledAt != null;
    known.set(eventId, { ...message, ...known.get(eventId), ...position, cancelled });
  }
  return news.length > 0 ? [...known.values()] : undefined;
}
