import { Injectable } from '@nestjs/common';
import type { Attributes } from '@waybill/console-api';
import { ATTRIBUTES, type TracedReplay } from '@waybill/messaging/operations';
import { conversationOf } from '../domain/headers.js';
import type { SpanRecord } from '../domain/records.js';
import { eventOf } from '../domain/subject.js';
import { Intake, IntakeFull } from '../persistence/intake.js';
import { newTrace, traceparentOf, type TraceIds } from './new-trace.js';

const { messaging, waybill } = ATTRIBUTES;

export type InSpan = <T>(
  replay: TracedReplay,
  publish: (headers: TracedReplay['headers']) => Promise<T>,
) => Promise<T>;

/**
 * The console exports no telemetry: it would watch itself. The one span that others need, the root of a replay's trace,
 * it makes and stores directly.
 */
@Injectable()
export class ReplaySpans {
  constructor(private readonly intake: Intake) {}

  /** For one replay. What is published with the headers that `inSpan` passes on continues the trace. */
  recorder(): { traceId: string; inSpan: InSpan } {
    const ids = newTrace();
    const inSpan: InSpan = async (replay, publish) => {
      const startedMs = Date.now();
      const published = await publish({
        ...replay.headers,
        traceparent: traceparentOf(ids, { sampled: true }),
      });
      await this.store(spanOf(ids, replay, startedMs, Date.now()));
      return published;
    };
    return { traceId: ids.traceId, inSpan };
  }

  /** The replay is published by now: it must not fail for want of its span. */
  private async store(span: SpanRecord): Promise<void> {
    try {
      await this.intake.accept({ spans: [span] });
    } catch (error) {
      // The intake has logged it; the trace has no root then.
      if (!(error instanceof IntakeFull)) throw error;
    }
  }
}

/** `replay <subject template>`, as the messaging library records it. */
function spanOf(ids: TraceIds, replay: TracedReplay, startMs: number, endMs: number): SpanRecord {
  const { deadLetterId, eventId, consumer, subject, headers } = replay;
  const { type, version } = eventOf(subject);
  const template = version === undefined ? 'unknown' : `${type}.v${version}.{lane}.{partition}`;
  const conversationId = conversationOf(headers);
  const created = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-/.exec(headers.traceparent ?? '');
  const attributes: Attributes = {
    [messaging.system]: 'nats',
    [messaging.destination.name]: subject,
    [messaging.destination.template]: template,
    [messaging.message.id]: eventId,
    ...(conversationId !== undefined && { [messaging.message.conversationId]: conversationId }),
    [messaging.operation.name]: 'replay',
    [messaging.operation.type]: 'send',
    [messaging.consumer.group.name]: consumer,
    [waybill.replay.deadLetterId]: deadLetterId,
  };
  return {
    ...ids,
    name: `replay ${template}`,
    kind: 'producer',
    service: 'console',
    startNs: `${startMs}000000`,
    endNs: `${endMs}000000`,
    status: 'unset',
    severity: 0,
    attributes,
    events: [],
    links: created ? [{ traceId: created[1]!, spanId: created[2]!, attributes: {} }] : [],
    step: 'replay',
    eventType: type,
    eventId,
    conversationId,
    consumer,
  };
}
