import type { Attributes, AttributeValue } from '@waybill/console-api';
import { formatBytes, formatDuration } from '../../ui/format.ts';

export interface AttributeWords {
  key: string;
  value: string;
}

type Words = [name: string, title: string, value?: (value: AttributeValue) => string];

const ms = (value: AttributeValue) => formatDuration(Number(value));

/** What a message's attributes are called by people, in the order in which they are asked for. */
const KNOWN: readonly Words[] = [
  ['waybill.process.handler', 'Handler'],
  ['messaging.consumer.group.name', 'Consumer'],
  ['waybill.process.attempt', 'Attempt'],
  ['waybill.process.outcome', 'Outcome'],
  ['waybill.process.reason', 'Reason'],
  ['waybill.process.retry_delay_ms', 'Next attempt after', ms],
  ['waybill.dead_letter.reason', 'Given up because'],
  ['waybill.dead_letter.attempts', 'Failed attempts'],
  ['waybill.dead_letter.subject', 'Dead letter lies at'],
  ['waybill.replay.dead_letter_id', 'Replays dead letter'],
  ['error.type', 'Error'],
  ['messaging.message.id', 'Event id'],
  ['messaging.message.conversation_id', 'Order'],
  ['messaging.destination.name', 'Subject'],
  ['messaging.destination.partition.id', 'Partition'],
  ['messaging.nats.stream', 'Stream'],
  ['messaging.nats.sequence', 'Sequence'],
  ['messaging.nats.stored_at', 'Stored at'],
  ['messaging.nats.duplicate', 'Broker had it already'],
  ['messaging.nats.delivery_count', 'Deliveries'],
  ['messaging.message.body.size', 'Body', (value) => formatBytes(Number(value))],
  ['messaging.batch.message_count', 'Messages in the batch'],
  ['waybill.outbox.id', 'Outbox row'],
  ['waybill.outbox.appended_at', 'Appended at'],
  ['waybill.outbox.attempt', 'Relay’s try'],
];

const KNOWN_NAMES = new Set(KNOWN.map(([name]) => name));

/** The attributes that tell of the message in people's words, and all others as they are called. */
export function attributeWords(attributes: Attributes): {
  message: AttributeWords[];
  others: AttributeWords[];
} {
  return {
    message: KNOWN.flatMap(([name, title, words = plain]) => {
      const value = attributes[name];
      return value === undefined ? [] : [{ key: title, value: words(value) }];
    }),
    others: Object.entries(attributes)
      .filter(([name]) => !KNOWN_NAMES.has(name))
      .map(([key, value]) => ({ key, value: plain(value) }))
      .sort((a, b) => a.key.localeCompare(b.key)),
  };
}

function plain(value: AttributeValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
