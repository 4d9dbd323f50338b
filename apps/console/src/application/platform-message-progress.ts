import { Injectable } from '@nestjs/common';
import type { MessageProgress } from '@waybill/console-api';
import { isOf } from '../domain/deliveries.js';
import { progressOfMessage } from '../domain/journey.js';
import { MessageEvidence } from './message-evidence.js';
import { MessageProgressQueries, type SeenMessage } from './message-progress.js';
import { SpanQueries } from './span-queries.js';

/** One look at every durable, one at the spans, and one question to each service, for all messages of a trace. */
@Injectable()
export class PlatformMessageProgress extends MessageProgressQueries {
  constructor(
    private readonly evidence: MessageEvidence,
    private readonly spans: SpanQueries,
  ) {
    super();
  }

  async progressOf(messages: readonly SeenMessage[]): Promise<MessageProgress[]> {
    if (messages.length === 0) return [];
    const [evidence, spans] = await Promise.all([
      this.evidence.of(messages),
      // Not those of the trace alone: what a batch or a replay did with a message is told in another one.
      this.spans.ofEvents(messages.map(({ eventId }) => eventId)),
    ]);
    return messages.map((message) => {
      const { eventId, replayedTo } = message;
      const progress = progressOfMessage(message, Date.now(), {
        inboxes: evidence.inboxesOf(eventId),
        letters: evidence.lettersOf(eventId),
        consumers: evidence
          .consumersOf(message)
          .filter(({ durable }) => replayedTo === undefined || replayedTo.includes(durable.identity)),
        spans: spans.filter((span) => isOf(span, eventId)),
      });
      return { ...progress, complete: progress.complete && evidence.isCertain(message) };
    });
  }
}
