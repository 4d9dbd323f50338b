import type { ConsumerProgress, SpanView, TraceDetail } from '@waybill/console-api';
import { spanTree, withDescendants, type SpanNode } from './span-tree.ts';

/** What a row is about. */
export type RowSubject =
  | { kind: 'span'; node: SpanNode; inner: string[] }
  /** The attempts of one consumer at one message, when it took more than one; each is a row below. */
  | { kind: 'attempts'; service: string; consumer: string; attempts: SpanNode[] }
  /** A consumer that has to handle the message and has not begun, or has to try again. */
  | { kind: 'awaited'; eventId: string; type: string; progress: Awaited };

export type Awaited = Pick<
  ConsumerProgress,
  'consumer' | 'service' | 'handler' | 'state' | 'lag' | 'attempts'
>;

export interface OutlineNode {
  key: string;
  subject: RowSubject;
  children: OutlineNode[];
}

/** `steps`: the way of the messages; requests, each message's steps, and what failed. */
export type Show = 'steps' | 'all';

/**
 * The rows of a trace as a tree. What `steps` leaves out is named (`inner`, span ids) at the span that it belongs to.
 *
 * @param keep a span that is shown in any case: the one that the reader has chosen
 */
export function outline(detail: TraceDetail, show: Show, keep?: string): OutlineNode[] {
  const roots = spanTree(detail.spans);
  const hasSteps = detail.spans.some(({ step }) => step !== undefined);
  const rootSet = new Set(roots);
  const isShown = (node: SpanNode) =>
    show === 'all' || !hasSteps || rootSet.has(node) || node.span.spanId === keep || matters(node.span);

  // Children come before their parents, so that each finds theirs done, however deep the tree.
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
  const attempts = new Map<string, OutlineNode[]>();
  for (const row of rows) {
    const key = attemptKey(row);
    if (key === undefined) continue;
    const lane = attempts.get(key);
    if (lane) lane.push(row);
    else attempts.set(key, [row]);
  }
  const grouped: OutlineNode[] = [];
  for (const row of rows) {
    const key = attemptKey(row);
    const lane = key === undefined ? undefined : attempts.get(key);
    if (!lane || lane.length === 1) grouped.push(row);
    else if (lane[0] === row) grouped.push(attemptsRow(key!, lane));
  }
  return grouped;
}

function attemptKey({ subject }: OutlineNode): string | undefined {
  if (subject.kind !== 'span' || subject.node.span.step !== 'process') return undefined;
  const { eventId, consumer } = subject.node.span;
  return eventId !== undefined && consumer !== undefined ? `attempts ${eventId} ${consumer}` : undefined;
}

function attemptsRow(key: string, lane: OutlineNode[]): OutlineNode {
  const attempts = lane.flatMap(({ subject }) => (subject.kind === 'span' ? [subject.node] : []));
  const { service, consumer } = attempts[0]!.span;
  return { key, subject: { kind: 'attempts', service, consumer: consumer!, attempts }, children: lane };
}

/** Who still has to handle a message stands below the span that made it; without that span nothing can be said. */
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
