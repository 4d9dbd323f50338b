import { SpanKind } from '@opentelemetry/api';
import type { Headers } from '../transport/transport.js';
import { ATTRIBUTES } from './attributes.js';
import { describeMessage, templateOf } from './describe-message.js';
import { linksTo } from './links.js';
import { contextOf } from './propagation.js';
import { endingWith } from './span-error.js';
import { tracer } from './tracer.js';

const { messaging, waybill } = ATTRIBUTES;

export interface TracedDeadLetter {
  readonly consumer: string;
  /** Where the letter goes. */
  readonly subject: string;
  readonly reason: string;
  readonly attempts: number;
  readonly wire: { readonly id: string; readonly subject: string; readonly headers: Headers };
}

/**
 * `dead_letter <subject template>`, CLIENT: a consumer dead-letters a message. A child of what is active, the last
 * attempt or, if none ran, the creation context; linked to the creation context.
 */
export async function inDeadLetterSpan(letter: TracedDeadLetter, store: () => Promise<void>): Promise<void> {
  const recorder = tracer();
  if (!recorder) return store();
  const { wire } = letter;
  const created = contextOf(wire.headers);
  const span = recorder.startSpan(`dead_letter ${templateOf(wire.subject)}`, {
    kind: SpanKind.CLIENT,
    links: linksTo(created),
  });
  if (span.isRecording()) {
    span.setAttributes(describeMessage(wire));
    span.setAttributes({
      [messaging.operation.name]: 'dead_letter',
      [messaging.operation.type]: 'settle',
      [messaging.consumer.group.name]: letter.consumer,
      [waybill.deadLetter.subject]: letter.subject,
      [waybill.deadLetter.reason]: letter.reason,
      [waybill.deadLetter.attempts]: letter.attempts,
    });
  }
  await endingWith(span, store);
}
