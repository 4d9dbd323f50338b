import type { WaitView } from '@waybill/console-api';
import { endOf, type TraceSpan } from './trace-span.js';

/** What let a span of a message begin, other than its parent: where the message was before, and how it waited there. */
export interface Cause {
  wait: WaitView['kind'];
  /** When the wait began; never after the span's start. */
  sinceMs: number;
  /** What the message came from; undefined where that span is not in this trace. */
  from?: TraceSpan;
}

/**
 * The cause of each span that has one, by span id:
 *
 * - a first `publish` was caused by its `create` (outbox), a further one by the publish that was refused (back-off);
 * - a first `process` of a consumer was caused by the `publish` or `replay` (broker), a further one by the attempt
 *   before it (back-off).
 *
 * Spans tell it better than recorded times do; these stand in where a span is missing, or where the clocks of two
 * machines would have the message handled before it was sent.
 */
export function causesOf(spans: readonly TraceSpan[]): Map<string, Cause> {
  const causes = new Map<string, Cause>();
  for (const message of byKey(spans, ({ eventId }) => eventId).values()) {
    const creates = message.filter(({ step }) => step === 'create');
    const sends = message.filter(({ step }) => step === 'publish' || step === 'replay');
    const processes = message.filter(({ step }) => step === 'process');

    for (const [publish, refused] of withPrevious(sends.filter(({ step }) => step === 'publish'))) {
      // Published straight to the broker: made and sent in one step, so it waited in no outbox.
      if (publish.kind === 'producer') continue;
      const cause = refused
        ? caused(publish, 'back-off', refused)
        : caused(publish, 'outbox', latestBefore(creates, publish));
      if (cause) causes.set(publish.spanId, cause);
    }
    for (const attempts of byKey(processes, ({ consumer }) => consumer ?? '').values()) {
      for (const [process, failed] of withPrevious(attempts)) {
        // Without its failed attempts there is no telling how long it lay in the broker.
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

function caused(span: TraceSpan, wait: Cause['wait'], from: TraceSpan | undefined): Cause | undefined {
  const { offsetMs, waitingSinceMs } = span;
  const recorded = wait === 'back-off' ? undefined : waitingSinceMs;
  const since = [from && endOf(from), recorded].find((at) => at !== undefined && at <= offsetMs);
  if (since === undefined && !from) return undefined;
  return { wait, sinceMs: Math.max(0, since ?? offsetMs), from };
}

/** The last that began before the span, in preference one that succeeded; with skewed clocks, the first of all. */
function latestBefore(candidates: readonly TraceSpan[], span: TraceSpan): TraceSpan | undefined {
  const before = candidates.filter(({ offsetMs }) => offsetMs <= span.offsetMs);
  return before.findLast(({ status }) => status !== 'error') ?? before.at(-1) ?? candidates[0];
}

/** Each with the one before it, by attempt where that is told, by time else. */
function withPrevious(spans: readonly TraceSpan[]): [TraceSpan, TraceSpan | undefined][] {
  const inOrder = [...spans].sort((a, b) => (a.attempt ?? 0) - (b.attempt ?? 0) || a.offsetMs - b.offsetMs);
  return inOrder.map((span, index) => [span, inOrder[index - 1]]);
}

/** By start time within each group, as they came. */
function byKey(
  spans: readonly TraceSpan[],
  key: (span: TraceSpan) => string | undefined,
): Map<string, TraceSpan[]> {
  const groups = new Map<string, TraceSpan[]>();
  for (const span of spans) {
    const name = key(span);
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group) group.push(span);
    else groups.set(name, [span]);
  }
  return groups;
}
