import type { LogView, WaitView } from '@waybill/console-api';
import { formatDuration } from '../../ui/format.ts';
import type { OutlineNode } from './outline.ts';
import type { SpanNode } from './span-tree.ts';
import type { TimeScale } from './time-scale.ts';
import type { TraceIndex } from './trace-index.ts';

/** What is drawn in a row, in pixels of the scale. */
export interface TrackMarks {
  waits: { x: number; width: number; kind: WaitView['kind']; label?: string }[];
  bars: { key: string; x: number; width: number; service: string; look: BarLook; attempt?: number }[];
  critical: { x: number; width: number }[];
  dots: { x: number; severity: string; body: string }[];
  /** The duration, right of what it measures, or left if there is no room; none if neither side has room. */
  label?: { x: number; side: 'left' | 'right'; text: string };
  /** From where on the handling is awaited. */
  awaitedFromX?: number;
}

type BarLook = 'plain' | 'failed' | 'dead';

const THINNEST_BAR = 3;
/** Room for a duration beside a bar, and for a wait's label inside it. */
const LABEL_WIDTH = 62;
const WAIT_LABEL_WIDTH = 96;

export function trackMarks(
  { subject }: Pick<OutlineNode, 'subject'>,
  index: TraceIndex,
  scale: TimeScale,
  awaitedFromMs = 0,
): TrackMarks {
  if (subject.kind === 'awaited')
    return { waits: [], bars: [], critical: [], dots: [], awaitedFromX: scale.x(awaitedFromMs) };
  const nodes = subject.kind === 'span' ? [subject.node] : subject.attempts;
  const ids = nodes.map(({ span }) => span.spanId);
  // The critical path and the log lines of spans that are left out below a row are drawn in it.
  const within = subject.kind === 'span' ? [...ids, ...subject.inner] : ids;
  const waits = of(index.waits, ids).map((wait) => waitMark(wait, scale));
  const bars = nodes.map((node) => barMark(node, scale, subject.kind === 'attempts'));
  return {
    waits,
    bars,
    critical: of(index.critical, within).map(({ fromMs, toMs }) => stretch(scale, fromMs, toMs)),
    dots: of(index.logs, within).map((log) => dotMark(log, scale)),
    label: labelMark(durationOf(nodes), [...waits, ...bars], scale.width),
  };
}

function of<T>(map: ReadonlyMap<string | undefined, T[]>, ids: readonly string[]): T[] {
  return ids.flatMap((id) => map.get(id) ?? []);
}

function durationOf(nodes: readonly SpanNode[]): number {
  const from = Math.min(...nodes.map(({ span }) => span.offsetMs));
  const to = Math.max(...nodes.map(({ span }) => span.offsetMs + span.durationMs));
  return to - from;
}

function stretch(scale: TimeScale, fromMs: number, toMs: number) {
  const x = scale.x(fromMs);
  return { x, width: scale.x(toMs) - x };
}

function waitMark({ kind, fromMs, toMs }: WaitView, scale: TimeScale): TrackMarks['waits'][number] {
  const place = stretch(scale, fromMs, toMs);
  const label = `${kind} ${formatDuration(toMs - fromMs)}`;
  return { ...place, kind, ...(place.width >= WAIT_LABEL_WIDTH && { label }) };
}

function barMark({ span }: SpanNode, scale: TimeScale, numbered: boolean): TrackMarks['bars'][number] {
  const { x, width } = stretch(scale, span.offsetMs, span.offsetMs + span.durationMs);
  const dead = span.step === 'dead_letter';
  const failed =
    span.status === 'error' || ['retried', 'halved', 'dead-lettered'].includes(span.outcome ?? '');
  return {
    key: span.spanId,
    x,
    width: Math.max(width, THINNEST_BAR),
    service: span.service,
    look: dead ? 'dead' : failed ? 'failed' : 'plain',
    ...(numbered && span.attempt !== undefined && { attempt: span.attempt }),
  };
}

function dotMark({ offsetMs, severity, body }: LogView, scale: TimeScale): TrackMarks['dots'][number] {
  return { x: scale.x(offsetMs), severity: severity.toLowerCase(), body };
}

function labelMark(
  ms: number,
  marks: readonly { x: number; width: number }[],
  width: number,
): TrackMarks['label'] {
  const left = Math.min(...marks.map(({ x }) => x));
  const right = Math.max(...marks.map((mark) => mark.x + mark.width));
  // Outside the window.
  if (right < 0 || left > width) return undefined;
  const text = formatDuration(ms);
  if (right + LABEL_WIDTH <= width) return { x: right, side: 'right', text };
  return left < LABEL_WIDTH ? undefined : { x: left, side: 'left', text };
}
