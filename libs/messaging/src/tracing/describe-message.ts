import type { Attributes } from '@opentelemetry/api';
import { parseSubject } from '../contract/index.js';
import { CE_CORRELATION_ID, CE_DUE_TIME, CE_ID, decodeHeader } from '../message/cloud-events.js';
import type { Headers } from '../transport/transport.js';
import { ATTRIBUTES } from './attributes.js';

const { messaging, waybill } = ATTRIBUTES;

/** What every span says about its message. */
export interface DescribedMessage {
  readonly id: string;
  readonly subject: string;
  readonly headers: Headers;
}

/** `order.placed.v1.{lane}.{partition}` of `order.placed.v1.express.3`: few enough to name spans by. */
export function templateOf(subject: string): string {
  const parsed = parseSubject(subject);
  return parsed ? `${parsed.type}.v${parsed.version}.{lane}.{partition}` : 'unknown';
}

/** What all spans about one message have in common. */
export function describeMessage({ id, subject, headers }: DescribedMessage): Attributes {
  const dueAt = headers[CE_DUE_TIME];
  return {
    [messaging.system]: 'nats',
    [messaging.destination.name]: subject,
    [messaging.destination.template]: templateOf(subject),
    [messaging.destination.partitionId]: subject.slice(subject.lastIndexOf('.') + 1),
    ...identify({ id, headers }),
    ...(dueAt !== undefined && { [waybill.outbox.dueAt]: dueAt }),
  };
}

/** The message itself, without its destination: for the links of a batch span. */
export function identify({ id, headers }: Pick<DescribedMessage, 'id' | 'headers'>): Attributes {
  const eventId = headers[CE_ID];
  const conversation = headers[CE_CORRELATION_ID];
  return {
    [messaging.message.id]: eventId === undefined ? id : decodeHeader(eventId),
    ...(conversation !== undefined && { [messaging.message.conversationId]: decodeHeader(conversation) }),
  };
}
