import type { SpanView } from '@waybill/console-api';

export interface SpanNode {
  span: SpanView;
  /** In the order in which they began. */
  children: SpanNode[];
  /** It names a parent, and that one is not here: sampled out, lost, or still to come. */
  orphan: boolean;
  /** How long before its parent it says it began, in milliseconds: the clocks of two machines disagree. */
  skewMs?: number;
}

/** Clocks of one process drift by this against each other; more is worth a word. */
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

/** Every node below these, themselves included, parents before their children. */
export function withDescendants(roots: readonly SpanNode[]): SpanNode[] {
  const found = [...roots];
  // The list grows while it is walked.
  for (const node of found) for (const child of node.children) found.push(child);
  return found;
}

/** Spans that are each other's ancestors hang on no root. Only a broken or hostile sender makes such a ring. */
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
