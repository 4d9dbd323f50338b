import type { SpanView } from '@waybill/console-api';

export interface SpanNode {
  span: SpanView;
  /** In the order in which they began. */
  children: SpanNode[];
  /** Its parent is missing: not sampled, lost, or still to come. */
  orphan: boolean;
  /** By how many milliseconds it began before its parent: the clocks of two machines differ. */
  skewMs?: number;
}

/** Clocks within one process may differ by this much. */
const TOLERANCE_MS = 0.5;

/** The spans as trees, in the order in which the trees began. Every span is in exactly one of them. */
export function spanTree(spans: readonly SpanView[]): SpanNode[] {
  const nodes = new Map(
    spans.map((span) => [span.spanId, { span, children: [], orphan: false } as SpanNode]),
  );
  const roots: SpanNode[] = [];
  for (const node of nodes.values()) {
    const { parentSpanId, offsetMs } = node.span;
    const parent = parentSpanId === undefined ? undefined : nodes.get(parentSpanId);
    if (!parent) {
      node.orphan = parentSpanId !== undefined;
      roots.push(node);
      continue;
    }
    parent.children.push(node);
    const skewMs = parent.span.offsetMs - offsetMs;
    if (skewMs > TOLERANCE_MS) node.skewMs = skewMs;
  }
  openRings(nodes, roots);
  for (const node of nodes.values()) node.children.sort(byStart);
  return roots.sort(byStart);
}

/** These nodes and all below them, parents before their children. */
export function withDescendants(roots: readonly SpanNode[]): SpanNode[] {
  const found = [...roots];
  // The list grows while it is walked.
  for (const node of found) for (const child of node.children) found.push(child);
  return found;
}

/** Spans that are each other's ancestors have no root. Only a broken or hostile sender creates such a ring. */
function openRings(nodes: ReadonlyMap<string, SpanNode>, roots: SpanNode[]): void {
  const reached = new Set(withDescendants(roots));
  for (const node of nodes.values()) {
    if (reached.has(node)) continue;
    const parent = nodes.get(node.span.parentSpanId!)!;
    parent.children.splice(parent.children.indexOf(node), 1);
    node.orphan = true;
    roots.push(node);
    for (const each of withDescendants([node])) reached.add(each);
  }
}

function byStart(a: SpanNode, b: SpanNode): number {
  return a.span.offsetMs - b.span.offsetMs;
}
