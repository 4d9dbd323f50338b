import { Injectable } from '@nestjs/common';
import type { MessageProgress } from '@waybill/console-api';
import { progressOfMessage } from '../domain/journey.js';
import { MessageEvidence } from './message-evidence.js';
import { MessageProgressQueries, type SeenMessage } from './message-progress.js';

/** One look at every durable, and one question to each service, for all messages of a trace. */
@Injectable()
export class PlatformMessageProgress extends MessageProgressQueries {
  constructor(private readonly evidence: MessageEvidence) {
    super();
  }

  async progressOf(messages: readonly SeenMessage[]): Promise<MessageProgress[]> {
    const evidence = await this.evidence.of(messages);
    return messages.map((message) =>
      progressOfMessage(message, {
        eventId: message.eventId,
        inboxes: evidence.inboxesOf(message.eventId),
        letters: evidence.lettersOf(message.eventId),
        consumers: evidence.consumersOf(message),
        spans: [],
      }),
    );
  }
}
