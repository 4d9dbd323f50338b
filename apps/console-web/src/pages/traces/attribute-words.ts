import type { Attributes, AttributeValue } from '@waybill/console-api';
import { formatBytes, formatDuration } from '../../ui/format.ts';

type Words = [name: string, title: string, value?: (value: AttributeValue) => string];

const ms = (value: AttributeValue) => formatDuration(Number(value));

/** The attributes of a message by readable names, the most interesting first. */
const KNOWN: readonly Words[] = [
  ['waybill.process.handler', 'Handler'],
  ['messaging.consumer.group.name', 'Consumer'],
  ['waybill.process.attempt', 'Attempt'],
  ['waybill.process.outcome', 'Outcome'],
  ['waybill.process.reason', 'Reason'],
  ['waybill.process.retry_delay_ms', 'Next attempt after', ms],
  ['waybill.dead_letter.reason', 'Given up because'],
  ['waybill.dead_letter.attempts', 'Failed attempts'],
  ['waybill.dead_letter.subject', 'Dead letter subject'],
  ['waybill.replay.dead_letter_id', 'Replays dead letter'],
  ['error.type', 'Error'],
  ['messaging.message.id', 'Event id'],
  ['messaging.message.conversation_id', 'Order'],
  ['messaging.destination.name', 'Subject'],
  ['messaging.destination.partition.id', 'Partition'],
  ['messaging.nats.stream', 'Stream'],
  ['messaging.nats.sequence', 'Sequence'],
  ['messaging.nats.stored_at', 'Stored at'],
  ['messaging.nats.duplicate', 'Duplicate in the broker'],
  ['messaging.nats.delivery_count', 'Deliveries'],
  ['messaging.message.body.size', 'Body', (value) => formatBytes(Number(value))],
  ['messaging.batch.message_count', 'Messages in the batch'],
  ['waybill.outbox.id', 'Outbox row'],
  ['waybill.outbox.appended_at', 'Appended at'],
  ['waybill.outbox.attempt', 'Relay attempt'],
];

const KNOWN_NAMES = new Set(KNOWN.map(([name]) => name));

/** The attributes of the message by readable names, and all others by their own. */
export function attributeWords(attributes: Attributes): Record<'message' | 'others', Record<string, string>> {
  return {
    message: Object.fromEntries(
      KNOWN.flatMap(([name, title, words = plain]) => {
        const value = attributes[name];
        return value === undefined ? [] : [[title, words(value)]];
      }),
    ),
    others: Object.fromEntries(
      Object.entries(attributes)
        .filter(([name]) => !KNOWN_NAMES.has(name))
        .map(([name, value]) => [name, plain(value)] as const)
        .sort(([a], [b]) => a.localeCompare(b)),
    ),
  };
}

function plain(value: AttributeValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
