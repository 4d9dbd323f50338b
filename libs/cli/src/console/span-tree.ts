import type { SpanView } from '@waybill/console-api';

export interface TreeRow {
  readonly span: SpanView;
  /** 0 for spans without a parent here. */
  readonly depth: number;
}

/** Parents before their children, children by start time. A span whose parent never arrived is at depth 0. */
export function spanTree(spans: readonly SpanView[]): TreeRow[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const children = Map.groupBy(spans, ({ parentSpanId }) =>
    parentSpanId !== undefined && known.has(parentSpanId) ? parentSpanId : undefined,
  );
  const rows: TreeRow[] = [];
  // A stack of its own rather than recursion: nothing bounds how deep a trace is.
  const next = (children.get(undefined) ?? []).map((span) => ({ span, depth: 0 })).toReversed();
  for (let row = next.pop(); row; row = next.pop()) {
    rows.push(row);
    const { depth, span } = row;
    const below = children.get(span.spanId) ?? [];
    next.push(...below.map((child) => ({ span: child, depth: depth + 1 })).toReversed());
  }
  return rows;
}
