import type { PathStep } from '@waybill/console-api';
import type { Cause } from './causes.js';
import { endOf, type TraceSpan } from './trace-span.js';

/** OpenTelemetry's SDK for Node truncates starts to the millisecond, but not durations: successive spans overlap by up to that. */
const GRAIN_MS = 1;

/**
 * What the last effect of the trace waited for, from the first span on: followed backwards from the span that ends last.
 * Inside a span it is the child that ended last; at a span's start its cause (through the broker, a back-off, the
 * outbox), or else its parent. Jaeger's critical path ends where a message is sent; this one includes its effects.
 *
 * Steps are in order of time and do not overlap, even with skewed clocks: the cursor only moves back.
 */
export function criticalPathOf(spans: readonly TraceSpan[], causes: ReadonlyMap<string, Cause>): PathStep[] {
  const tree = new SynchronousTree(spans, causes);
  const steps: PathStep[] = [];
  const left = new Set<string>();

  let current = lastToEnd(spans);
  let cursor = current ? endOf(current) : 0;
  /** Adds the step back to `to`, if that is earlier than the cursor. */
  const stepBack = (to: number, kind: PathStep['kind'], spanId: string) => {
    if (to >= cursor) return;
    steps.push({ fromMs: to, toMs: cursor, kind, spanId });
    cursor = to;
  };
  /** If the span ended before the cursor, nothing known happened in between. */
  const enter = (span: TraceSpan) => {
    cursor = Math.min(cursor, endOf(span));
    return span;
  };

  while (current) {
    const { spanId, offsetMs } = current;
    const child = tree.takeLastChild(current, cursor);
    if (child) {
      stepBack(Math.max(endOf(child), offsetMs), 'span', spanId);
      current = enter(child);
      continue;
    }
    stepBack(offsetMs, 'span', spanId);
    left.add(spanId);
    const cause = causes.get(spanId);
    if (cause) stepBack(cause.sinceMs, cause.wait, spanId);
    const next: TraceSpan | undefined = cause?.from ?? tree.parentOf(current);
    // Parents may form a circle; each span is entered once.
    current = next && !left.has(next.spanId) ? enter(next) : undefined;
  }
  return joined(steps.reverse());
}

/** Of several, the one that began last: it is the deepest. */
function lastToEnd(spans: readonly TraceSpan[]): TraceSpan | undefined {
  let last: TraceSpan | undefined;
  for (const span of spans) {
    const later = last ? endOf(span) - endOf(last) || span.offsetMs - last.offsetMs : 0;
    if (later >= 0) last = span;
  }
  return last;
}

/** Parents, and for each the children that it may have waited for, by their end. */
class SynchronousTree {
  private readonly byId: Map<string, TraceSpan>;
  private readonly children: Map<string | undefined, TraceSpan[]>;

  constructor(spans: readonly TraceSpan[], causes: ReadonlyMap<string, Cause>) {
    this.byId = new Map(spans.map((span) => [span.spanId, span]));
    const awaited = spans.filter((span) => {
      // A sender does not wait for what its message causes.
      if (span.step === 'process' || causes.has(span.spanId)) return false;
      // Nor does a parent wait for what begins after its end.
      const parent = this.parentOf(span);
      return parent !== undefined && span.offsetMs < endOf(parent);
    });
    awaited.sort((a, b) => endOf(a) - endOf(b));
    this.children = Map.groupBy(awaited, ({ parentSpanId }) => parentSpanId);
  }

  parentOf({ parentSpanId }: TraceSpan): TraceSpan | undefined {
    return parentSpanId === undefined ? undefined : this.byId.get(parentSpanId);
  }

  /**
   * The child that ended last of those that had ended by then: what was still running was not waited for. Returns each
   * child once, because the cursor only moves back. A child that outlives its parent ends with it here.
   */
  takeLastChild(span: TraceSpan, byMs: number): TraceSpan | undefined {
    const siblings = this.children.get(span.spanId);
    for (let child = siblings?.pop(); child; child = siblings?.pop()) {
      const endMs = Math.min(endOf(child), endOf(span));
      if (child.offsetMs < byMs && endMs <= byMs + GRAIN_MS) return child;
    }
    return undefined;
  }
}

/** Joins the steps of one span that a child without duration divides. */
function joined(steps: readonly PathStep[]): PathStep[] {
  const result: PathStep[] = [];
  for (const step of steps) {
    const last = result.at(-1);
    if (last && last.kind === step.kind && last.spanId === step.spanId && last.toMs === step.fromMs) {
      last.toMs = step.toMs;
    } else {
      result.push({ ...step });
    }
  }
  return result;
}
