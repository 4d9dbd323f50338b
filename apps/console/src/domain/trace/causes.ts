import type { WaitView } from '@waybill/console-api';
import { ATTRIBUTES } from '@waybill/messaging/operations';
import { endOf, type TraceSpan } from './trace-span.js';

/** What a span of a message waited for, other than its parent: where the message was before, and how it waited there. */
export interface Cause {
  wait: WaitView['kind'];
  /** When the wait began; never after the span's start. */
  sinceMs: number;
  /** What the message came from; undefined if that span is not in this trace. */
  from?: TraceSpan;
}

/**
 * The cause of each span that has one, by span id:
 *
 * - of a first `publish`, its `create` (outbox, or due if it was scheduled); of a further one, the publish that was refused (back-off);
 * - of a consumer's first `process`, the `publish` or `replay` (broker); of a further one, the attempt before (back-off).
 *
 * Spans are more exact than recorded times. Those are used if a span is missing, or if by the clocks of two machines the
 * message would be handled before it was sent.
 */
export function causesOf(spans: readonly TraceSpan[]): Map<string, Cause> {
  const causes = new Map<string, Cause>();
  for (const [eventId, message] of Map.groupBy(spans, (span) => span.eventId)) {
    if (eventId === undefined) continue;
    const creates = message.filter(({ step }) => step === 'create');
    const sends = message.filter(({ step }) => step === 'publish' || step === 'replay');
    const processes = message.filter(({ step }) => step === 'process');

    for (const [publish, refused] of withPrevious(sends.filter(({ step }) => step === 'publish'))) {
      // Published directly to the broker: it waited in no outbox.
      if (publish.kind === 'producer') continue;
      const cause = refused
        ? caused(publish, 'back-off', refused)
        : caused(publish, isScheduled(publish) ? 'due' : 'outbox', latestBefore(creates, publish));
      if (cause) causes.set(publish.spanId, cause);
    }
    for (const attempts of Map.groupBy(processes, ({ consumer }) => consumer).values()) {
      for (const [process, failed] of withPrevious(attempts)) {
        // Without its failed attempts it is unknown how long it waited in the broker.
        if (!failed && (process.attempt ?? 1) > 1) continue;
        const cause = failed
          ? caused(process, 'back-off', failed)
          : caused(process, 'broker', latestBefore(sends, process));
        if (cause) causes.set(process.spanId, cause);
      }
    }
  }
  return causes;
}

function isScheduled({ attributes }: TraceSpan): boolean {
  return attributes[ATTRIBUTES.waybill.outbox.dueAt] !== undefined;
}

function caused(span: TraceSpan, wait: Cause['wait'], from: TraceSpan | undefined): Cause | undefined {
  const { offsetMs, waitingSinceMs } = span;
  const recorded = wait === 'back-off' ? undefined : waitingSinceMs;
  const since = [from && endOf(from), recorded].find((at) => at !== undefined && at <= offsetMs);
  if (since === undefined && !from) return undefined;
  return { wait, sinceMs: Math.max(0, since ?? offsetMs), from };
}

/** The last that began before the span, preferably one that succeeded; with skewed clocks, the first of all. */
function latestBefore(candidates: readonly TraceSpan[], span: TraceSpan): TraceSpan | undefined {
  const before = candidates.filter(({ offsetMs }) => offsetMs <= span.offsetMs);
  return before.findLast(({ status }) => status !== 'error') ?? before.at(-1) ?? candidates[0];
}

/** Each with the one before it, by attempt if known, else by time. */
function withPrevious(spans: readonly TraceSpan[]): [TraceSpan, TraceSpan | undefined][] {
  const inOrder = [...spans].sort((a, b) => (a.attempt ?? 0) - (b.attempt ?? 0) || a.offsetMs - b.offsetMs);
  return inOrder.map((span, index) => [span, inOrder[index - 1]]);
}
