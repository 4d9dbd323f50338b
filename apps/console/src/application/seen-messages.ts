import { ATTRIBUTES } from '@waybill/messaging/operations';
import type { StoredSpan } from '../domain/message-facts.js';
import { eventOf } from '../domain/subject.js';

const { messaging, waybill } = ATTRIBUTES;

/** A message as its spans name it. */
export interface SeenMessage {
  eventId: string;
  /** `order.placed` */
  type: string;
  subject: string;
  /** The business conversation that it belongs to: an order's id. */
  conversationId?: string;
  stream?: string;
  sequence?: number;
  /** It was scheduled. */
  scheduled?: boolean;
  /** It was scheduled, and cancelled before it was due: no consumer will get it. */
  cancelled?: boolean;
  /** When it was appended, or due, or first seen. */
  since?: Date;
  /** If only replays of it were seen: the consumers that they were for. */
  replayedTo?: string[];
}

/**
 * The messages that spans name, each once, by the first of them, with where the broker stored it if a span says so. If a
 * message was replayed here and published in another trace, only the replay belongs to these spans.
 */
export function seenMessagesOf(spans: readonly StoredSpan[]): SeenMessage[] {
  const seen = new Map<string, SeenMessage>();
  const sent = new Set(
    spans.filter(({ step }) => step === 'create' || step === 'publish').map(({ eventId }) => eventId),
  );
  for (const { eventId, attributes, step, consumer } of spans) {
    const subject = attributes[messaging.destination.name];
    if (eventId === undefined || typeof subject !== 'string') continue;
    const message = seen.get(eventId) ?? ({ eventId, type: eventOf(subject).type, subject } as SeenMessage);
    const conversationId = attributes[messaging.message.conversationId];
    if (typeof conversationId === 'string') message.conversationId = conversationId;
    const stream = attributes[messaging.nats.stream];
    const sequence = attributes[messaging.nats.sequence];
    if (typeof stream === 'string' && typeof sequence === 'number')
      Object.assign(message, { stream, sequence });
    if (attributes[waybill.outbox.dueAt] !== undefined) message.scheduled = true;
    if (step === 'replay' && consumer !== undefined && !sent.has(eventId)) {
      message.replayedTo = [...new Set([...(message.replayedTo ?? []), consumer])];
    }
    seen.set(eventId, message);
  }
  return [...seen.values()];
}
