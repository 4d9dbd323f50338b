import type { Attributes } from '@waybill/console-api';
import { conversationOf } from './headers.js';
import { eventOf } from './subject.js';
import type { TraceIds } from './trace-ids.js';

export interface Replayed {
  deadLetterId: string;
  eventId: string;
  consumer: string;
  subject: string;
  headers: Readonly<Record<string, string>>;
}

/** `replay <subject template>` as the messaging library records it, for a process that records nothing by itself. */
export function replaySpan(ids: TraceIds, replayed: Replayed, startMs: number, endMs: number) {
  const { deadLetterId, eventId, consumer, subject, headers } = replayed;
  const { type, version } = eventOf(subject);
  const template = version === undefined ? 'unknown' : `${type}.v${version}.{lane}.{partition}`;
  const conversationId = conversationOf(headers);
  const created = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-/.exec(headers.traceparent ?? '');
  const attributes: Attributes = {
    'messaging.system': 'nats',
    'messaging.destination.name': subject,
    'messaging.destination.template': template,
    'messaging.message.id': eventId,
    ...(conversationId !== undefined && { 'messaging.message.conversation_id': conversationId }),
    'messaging.operation.name': 'replay',
    'messaging.operation.type': 'send',
    'messaging.consumer.group.name': consumer,
    'waybill.replay.dead_letter_id': deadLetterId,
  };
  return {
    ...ids,
    name: `replay ${template}`,
    kind: 'producer' as const,
    service: 'console',
    startNs: nanoseconds(startMs),
    endNs: nanoseconds(endMs),
    status: 'unset' as const,
    severity: 0,
    attributes,
    events: [],
    links: created ? [{ traceId: created[1]!, spanId: created[2]!, attributes: {} }] : [],
    step: 'replay' as const,
    eventType: type,
    eventId,
    ...(conversationId !== undefined && { conversationId }),
    consumer,
  };
}

const nanoseconds = (ms: number) => `${ms}000000`;
