import { SpanKind } from '@opentelemetry/api';
import { CE_TIME } from '../message/cloud-events.js';
import type { Headers, Published } from '../transport/transport.js';
import { ATTRIBUTES } from './attributes.js';
import { describeMessage, templateOf } from './describe-message.js';
import { linksTo } from './links.js';
import { contextOf } from './propagation.js';
import { endingWith } from './span-error.js';
import { tracer } from './tracer.js';

const { messaging, waybill } = ATTRIBUTES;

/** The outbox row on its way out. */
export interface TracedRow {
  id: string;
  messageId: string;
  subject: string;
  headers: Headers;
  /** Publishes that the broker refused before this one. */
  attempts: number;
}

/**
 * `publish <subject template>`, CLIENT: from the relay's send to the broker's acknowledgement. A child of the creation
 * context that was stored with the row, and linked to it. What goes on the wire is still the creation context.
 */
export async function inPublishSpan(row: TracedRow, publish: () => Promise<Published>): Promise<Published> {
  const recorder = tracer();
  if (!recorder) return publish();
  const created = contextOf(row.headers);
  const message = { id: row.messageId, subject: row.subject, headers: row.headers };
  const span = recorder.startSpan(
    `publish ${templateOf(row.subject)}`,
    { kind: SpanKind.CLIENT, links: linksTo(created) },
    created,
  );
  if (span.isRecording()) {
    span.setAttributes(describeMessage(message));
    span.setAttributes({
      [messaging.operation.name]: 'publish',
      [messaging.operation.type]: 'send',
      [waybill.outbox.id]: row.id,
      [waybill.outbox.attempt]: row.attempts + 1,
      [waybill.outbox.appendedAt]: row.headers[CE_TIME],
    });
  }
  return endingWith(span, async () => {
    const published = await publish();
    if (span.isRecording()) {
      span.setAttributes({
        [messaging.nats.stream]: published.stream,
        [messaging.nats.sequence]: Number(published.position),
        ...(published.duplicate && { [messaging.nats.duplicate]: true }),
      });
    }
    return published;
  });
}
