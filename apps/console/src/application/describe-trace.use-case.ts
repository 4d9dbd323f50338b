import { Injectable } from '@nestjs/common';
import type { TraceDetail } from '@waybill/console-api';
import { ATTRIBUTES } from '@waybill/messaging/operations';
import { completenessOf } from '../domain/trace/completeness.js';
import { causesOf } from '../domain/trace/causes.js';
import { criticalPathOf } from '../domain/trace/critical-path.js';
import { idleOf } from '../domain/trace/idle.js';
import type { TraceSpan } from '../domain/trace/trace-span.js';
import { waitsOf } from '../domain/trace/waits.js';
import { MessageProgressQueries } from './message-progress.js';
import { seenMessagesOf } from './seen-messages.js';
import type { StoredSpan } from '../domain/message-facts.js';
import { TraceQueries } from '../persistence/trace-queries.js';

/** Everything about one trace: what is stored, what is computed from it, and the outcome of its messages. */
@Injectable()
export class DescribeTrace {
  constructor(
    private readonly traces: TraceQueries,
    private readonly progress: MessageProgressQueries,
  ) {}

  /** @returns undefined if no span of it is kept */
  async describe(traceId: string): Promise<TraceDetail | undefined> {
    const stored = await this.traces.find(traceId);
    if (!stored) return undefined;
    const { summary, logs, linked } = stored;
    const spans = stored.spans.map(toTraceSpan);
    const causes = causesOf(spans);
    const progress = await this.progress.progressOf(traceId, seenMessagesOf(stored.spans));
    // Of a trace with more spans than a response holds, not all messages were looked at.
    const all = progress.all && stored.spans.length >= summary.spanCount;
    return {
      ...summary,
      spans: stored.spans.map(({ startedAt: _, ...span }) => span),
      logs,
      waits: waitsOf(spans, causes),
      idle: idleOf(spans),
      criticalPath: criticalPathOf(spans, causes),
      messages: progress.messages,
      complete: completenessOf(progress.messages, all),
      linked,
    };
  }
}

function toTraceSpan(span: StoredSpan): TraceSpan {
  const { attributes, startedAt, offsetMs, step } = span;
  const recorded =
    step === 'publish'
      ? attributes[ATTRIBUTES.waybill.outbox.appendedAt]
      : step === 'process'
        ? attributes[ATTRIBUTES.messaging.nats.storedAt]
        : undefined;
  const at = typeof recorded === 'string' ? Date.parse(recorded) : NaN;
  // The span's own start, cut to the millisecond as the recorded time is, joins the two clocks.
  return Number.isNaN(at) ? span : { ...span, waitingSinceMs: offsetMs - (startedAt.getTime() - at) };
}
