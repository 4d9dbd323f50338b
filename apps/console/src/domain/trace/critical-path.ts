import type { PathStep } from '@waybill/console-api';
import type { Cause } from './causes.js';
import { endOf, type TraceSpan } from './trace-span.js';

/** OpenTelemetry's SDK for Node cuts starts to the millisecond, but not durations: spans in a row overlap by up to that. */
const GRAIN_MS = 1;

/**
 * What the last effect of the trace waited for, from the first span on: walked backwards from the span that ends last.
 * Inside a span, the child that ended last is what it waited for; at a span's start, its cause is (back over the
 * broker, a back-off, the outbox), or else its parent. Jaeger's critical path stops where a message is sent; this one
 * goes on to what the message did.
 *
 * Steps are in order of time and do not overlap, whatever the clocks of the spans say: time only runs backwards here.
 */
export function criticalPathOf(spans: readonly TraceSpan[], causes: ReadonlyMap<string, Cause>): PathStep[] {
  const tree = new SynchronousTree(spans, causes);
  const steps: PathStep[] = [];
  const left = new Set<string>();

  let current = lastToEnd(spans);
  let cursor = current ? endOf(current) : 0;
  /** Takes the path back to `to`, where that is earlier than where it is. */
  const stepBack = (to: number, kind: PathStep['kind'], spanId: string) => {
    if (to >= cursor) return;
    steps.push({ fromMs: to, toMs: cursor, kind, spanId });
    cursor = to;
  };
  /** Where the span had ended before, nothing that we know of happened in between. */
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
    // Parents that go round in a circle are somebody's fault, but no reason to.
    current = next && !left.has(next.spanId) ? enter(next) : undefined;
  }
  return joined(steps.reverse());
}

/** Of several, the one that began last: it lies deepest. */
function lastToEnd(spans: readonly TraceSpan[]): TraceSpan | undefined {
  let last: TraceSpan | undefined;
  for (const span of spans) {
    if (!last || endOf(span) > endOf(last) || (endOf(span) === endOf(last) && span.offsetMs >= last.offsetMs))
      last = span;
  }
  return last;
}

/** Parents, and of each the children that it may have waited for, from the last to end to the first. */
class SynchronousTree {
  private readonly byId: Map<string, TraceSpan>;
  private readonly children = new Map<string, TraceSpan[]>();

  constructor(spans: readonly TraceSpan[], causes: ReadonlyMap<string, Cause>) {
    this.byId = new Map(spans.map((span) => [span.spanId, span]));
    // What a message caused is nothing that its sender waited for.
    for (const span of spans) {
      if (span.step === 'process' || causes.has(span.spanId)) continue;
      const parent = this.parentOf(span);
      // Likewise what its parent had left running, or only set off.
      if (!parent || span.offsetMs >= endOf(parent)) continue;
      const siblings = this.children.get(parent.spanId);
      if (siblings) siblings.push(span);
      else this.children.set(parent.spanId, [span]);
    }
    for (const siblings of this.children.values()) siblings.sort((a, b) => endOf(a) - endOf(b));
  }

  parentOf({ parentSpanId }: TraceSpan): TraceSpan | undefined {
    return parentSpanId === undefined ? undefined : this.byId.get(parentSpanId);
  }

  /**
   * The child that ended last of those that had ended by then: what still ran was not waited for. Gives each child
   * once, because time only runs backwards. A child that outlives its parent ends with it here.
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

/** A span that is left for a child of no length and come back to is one step. */
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
