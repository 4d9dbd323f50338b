import { propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import type { Headers } from '../transport/transport.js';
import { ATTRIBUTES } from './attributes.js';
import { describeMessage, templateOf } from './describe-message.js';
import { linksTo } from './links.js';
import { contextOf, TRACE_HEADERS, withBaggageOf } from './propagation.js';
import { endingWith } from './span-error.js';
import { tracer } from './tracer.js';

const { messaging, waybill } = ATTRIBUTES;

export interface TracedReplay {
  readonly deadLetterId: string;
  readonly eventId: string;
  /** The consumer that failed, and to which it is sent again. */
  readonly consumer: string;
  /** Of the message when it was published first. */
  readonly subject: string;
  readonly headers: Headers;
}

/**
 * `replay <subject template>`, PRODUCER, the root of a new trace, so that the old one stays closed; linked to the
 * message's creation context. What is published with the given headers continues the new trace, baggage kept.
 */
export async function inReplaySpan<T>(
  replay: TracedReplay,
  publish: (headers: Headers) => Promise<T>,
): Promise<T> {
  const recorder = tracer();
  if (!recorder) return publish(replay.headers);
  const created = contextOf(replay.headers);
  const parent = withBaggageOf(created, ROOT_CONTEXT);
  const span = recorder.startSpan(
    `replay ${templateOf(replay.subject)}`,
    { kind: SpanKind.PRODUCER, links: linksTo(created) },
    parent,
  );
  if (span.isRecording()) {
    span.setAttributes(describeMessage({ ...replay, id: replay.eventId }));
    span.setAttributes({
      [messaging.operation.name]: 'replay',
      [messaging.operation.type]: 'send',
      [messaging.consumer.group.name]: replay.consumer,
      [waybill.replay.deadLetterId]: replay.deadLetterId,
    });
  }
  const headers = Object.fromEntries(
    Object.entries(replay.headers).filter(([name]) => !TRACE_HEADERS.has(name)),
  );
  propagation.inject(trace.setSpan(parent, span), headers);
  return endingWith(span, () => publish(headers));
}
