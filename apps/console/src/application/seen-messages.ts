import { ATTRIBUTES } from '@waybill/messaging';
import { eventOf } from '../domain/subject.js';
import type { SeenMessage } from './message-progress.js';
import type { StoredSpan } from './span-queries.js';

const { messaging } = ATTRIBUTES;

/**
 * The messages that spans tell of, each once, by the first of them, with where the broker stored it if any says so. Of
 * one that was replayed here and sent elsewhere, only the replay belongs to these spans.
 */
export function seenMessagesOf(spans: readonly StoredSpan[]): SeenMessage[] {
  const seen = new Map<string, SeenMessage>();
  const sent = new Set(
    spans.filter(({ step }) => step === 'create' || step === 'publish').map(({ eventId }) => eventId),
  );
  for (const { eventId, attributes, step, consumer } of spans) {
    const subject = attributes[messaging.destination.name];
    if (eventId === undefined || typeof subject !== 'string') continue;
    const known = seen.get(eventId);
    const message: SeenMessage = known ?? { eventId, type: eventOf(subject).type, subject };
    const conversationId = attributes[messaging.message.conversationId];
    if (typeof conversationId === 'string') message.conversationId = conversationId;
    const stream = attributes[messaging.nats.stream];
    const sequence = attributes[messaging.nats.sequence];
    if (typeof stream === 'string' && typeof sequence === 'number')
      Object.assign(message, { stream, sequence });
    if (step === 'replay' && consumer !== undefined && !sent.has(eventId)) {
      message.replayedTo = [...new Set([...(message.replayedTo ?? []), consumer])];
    }
    seen.set(eventId, message);
  }
  return [...seen.values()];
}
