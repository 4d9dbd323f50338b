import type { Attributes, MessageStep } from '@waybill/console-api';
import { ATTRIBUTES } from '@waybill/messaging/operations';
import type { LinkRecord, MessageInSpan } from '../domain/records.js';

const { messaging, waybill } = ATTRIBUTES;

const STEPS: ReadonlySet<unknown> = new Set<MessageStep>([
  'create',
  'publish',
  'process',
  'dead_letter',
  'replay',
]);
/** Ids are indexed, and an index entry is limited. Longer values are not ids. */
const LONGEST_ID = 255;

/** What a span's attributes say about a message; docs/tracing.md lists them. */
export function messageFactsOf(attributes: Attributes): MessageInSpan {
  const step = attributes[messaging.operation.name];
  if (attributes[messaging.system] === undefined || !STEPS.has(step)) return {};
  const attempt = attributes[waybill.process.attempt];
  return {
    step: step as MessageStep,
    eventType: eventTypeOf(attributes[messaging.destination.template]),
    ...messageOf(attributes),
    consumer: shortText(attributes[messaging.consumer.group.name]),
    attempt: typeof attempt === 'number' && attempt > 0 && attempt < 1e9 ? Math.floor(attempt) : undefined,
    outcome: shortText(attributes[waybill.process.outcome]),
  };
}

/** Which message it is: on the span of one message, and on each link of a batch's span. */
export function messageOf(attributes: Attributes): Pick<LinkRecord, 'eventId' | 'conversationId'> {
  return {
    eventId: shortText(attributes[messaging.message.id]),
    conversationId: shortText(attributes[messaging.message.conversationId]),
  };
}

/** `order.placed` of `order.placed.v1.{lane}.{partition}`; `behavior.*` stays what it is. */
function eventTypeOf(template: Attributes[string] | undefined): string | undefined {
  const text = shortText(template);
  return text === undefined || text === 'unknown' ? undefined : text.replace(/\.v\d+\..*$/, '');
}

function shortText(value: Attributes[string] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_ID ? value : undefined;
}
