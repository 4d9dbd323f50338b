import type { ConsumerProgress, SpanView, TraceDetail } from '@waybill/console-api';
import { spanTree, withDescendants, type SpanNode } from './span-tree.ts';

/** What a row is about. */
type RowSubject =
  | { kind: 'span'; node: SpanNode; inner: string[] }
  /** The attempts of one consumer at one message, if there was more than one; each is a row below. */
  | { kind: 'attempts'; service: string; consumer: string; attempts: SpanNode[] }
  /** A consumer that has to handle the message and has not begun, or has to retry. */
  | { kind: 'awaited'; eventId: string; type: string; progress: Awaited };

type Awaited = Pick<ConsumerProgress, 'consumer' | 'service' | 'handler' | 'state' | 'lag' | 'attempts'>;

export interface OutlineNode {
  key: string;
  subject: RowSubject;
  children: OutlineNode[];
}

/** `steps`: requests, the steps of each message, and what failed. */
export type Show = 'steps' | 'all';

/**
 * The rows of a trace as a tree. The ids of the spans that `steps` leaves out are listed (`inner`) at the span above.
 *
 * @param keep a span that is shown in any case: the selected one
 */
export function outline(detail: TraceDetail, show: Show, keep?: string): OutlineNode[] {
  const roots = spanTree(detail.spans);
  const hasSteps = detail.spans.some(({ step }) => step !== undefined);
  const rootSet = new Set(roots);
  const isShown = (node: SpanNode) =>
    show === 'all' || !hasSteps || rootSet.has(node) || node.span.spanId === keep || matters(node.span);

  // Children before their parents, without recursion, as a trace may be deep.
  const below = new Map<SpanNode, { rows: OutlineNode[]; inner: string[] }>();
  for (const node of withDescendants(roots).reverse()) {
    const rows: OutlineNode[] = [];
    const inner: string[] = [];
    for (const child of node.children) {
      const its = below.get(child)!;
      if (isShown(child)) rows.push(spanRow(child, its));
      else {
        rows.push(...its.rows);
        inner.push(child.span.spanId, ...its.inner);
      }
    }
    below.set(node, { rows, inner });
  }
  const rows = roots.map((root) => spanRow(root, below.get(root)!));
  const all = allNodes(rows);
  for (const row of all) row.children = groupAttempts(row.children);
  addAwaited(all, detail);
  return rows;
}

function spanRow(node: SpanNode, its: { rows: OutlineNode[]; inner: string[] }): OutlineNode {
  return { key: node.span.spanId, subject: { kind: 'span', node, inner: its.inner }, children: its.rows };
}

function matters({ step, kind, status }: SpanView): boolean {
  return step !== undefined || kind === 'server' || status === 'error';
}

/** Every node of an outline, parents before their children. */
export function allNodes(rows: readonly OutlineNode[]): OutlineNode[] {
  const found = [...rows];
  for (const row of found) for (const child of row.children) found.push(child);
  return found;
}

function groupAttempts(rows: OutlineNode[]): OutlineNode[] {
  const attempts = Map.groupBy(rows, attemptKey);
  return rows.flatMap((row) => {
    const key = attemptKey(row);
    const group = attempts.get(key)!;
    if (key === undefined || group.length === 1) return row;
    return group[0] === row ? attemptsRow(key, group) : [];
  });
}

function attemptKey({ subject }: OutlineNode): string | undefined {
  if (subject.kind !== 'span' || subject.node.span.step !== 'process') return undefined;
  const { eventId, consumer } = subject.node.span;
  return eventId !== undefined && consumer !== undefined ? `attempts ${eventId} ${consumer}` : undefined;
}

function attemptsRow(key: string, rows: OutlineNode[]): OutlineNode {
  const attempts = rows.flatMap(({ subject }) => (subject.kind === 'span' ? [subject.node] : []));
  const { service, consumer } = attempts[0]!.span;
  return { key, subject: { kind: 'attempts', service, consumer: consumer!, attempts }, children: rows };
}

/** The consumers that still have to handle a message, below the span that created it, if there is one. */
function addAwaited(rows: readonly OutlineNode[], { messages }: TraceDetail): void {
  for (const { eventId, type, consumers } of messages) {
    const waiting = consumers.filter(({ state }) => state === 'pending' || state === 'retrying');
    if (waiting.length === 0) continue;
    const origin = originOf(rows, eventId);
    for (const progress of waiting)
      origin?.children.push({
        key: `awaited ${eventId} ${progress.consumer} ${progress.handler}`,
        subject: { kind: 'awaited', eventId, type, progress },
        children: [],
      });
  }
}

function originOf(rows: readonly OutlineNode[], eventId: string): OutlineNode | undefined {
  const made = (step: SpanView['step']) =>
    rows.find(
      ({ subject }) =>
        subject.kind === 'span' && subject.node.span.eventId === eventId && subject.node.span.step === step,
    );
  return made('create') ?? made('replay') ?? made('publish');
}
