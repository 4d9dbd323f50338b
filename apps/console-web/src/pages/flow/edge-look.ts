import type { TopologyEdge } from '@waybill/console-api';
import type { Tone } from '../../ui/badge.tsx';

/** With more edges than this, dots would cost too much. */
export const MOST_ANIMATED_EDGES = 100;

/** The line's width, logarithmic, so that one message a second is visible beside a thousand. */
export function edgeWidth(perSecond: number): number {
  return perSecond <= 0 ? 1.25 : Math.min(6, 1.75 + 1.4 * Math.log10(1 + perSecond));
}

/** How many dots move along it: none without traffic, at most five. */
export function edgeDots(perSecond: number): number {
  if (perSecond < 0.05) return 0;
  return Math.min(5, 1 + Math.floor(Math.log2(1 + perSecond)));
}

/** How far along an edge its figures stand, from 0 to 1: near the end that no other edge of its kind shares. */
const LABEL_AT: Readonly<Record<TopologyEdge['kind'], number>> = {
  calls: 0.62,
  publishes: 0.44,
  feeds: 0.84,
  delivers: 0.42,
  stores: 0.5,
};

/** The edge of a dead letter leads back to the left, across those of the live messages: its figures stand past them. */
const BACK_AT = 0.56;

/** A point of the edge: a cubic Bézier curve from side to side, with its control points half-way across. */
export function labelPoint(
  { sourceX, sourceY, targetX, targetY }: Record<'sourceX' | 'sourceY' | 'targetX' | 'targetY', number>,
  kind: TopologyEdge['kind'],
): { x: number; y: number } {
  const t = kind === 'publishes' && targetX < sourceX ? BACK_AT : LABEL_AT[kind];
  const s = 1 - t;
  const middle = (sourceX + targetX) / 2;
  const begin = s ** 3;
  const end = t ** 3;
  return {
    x: begin * sourceX + 3 * s * t * middle + end * targetX,
    y: (begin + 3 * s * s * t) * sourceY + (3 * s * t * t + end) * targetY,
  };
}

/** The edge's colour, for the worst about it: it fails, has a finding, waits or is busy; undefined if idle. */
export function edgeTone({ perSecond, errorsPerSecond, lag, finding }: TopologyEdge): Tone | undefined {
  if (errorsPerSecond > 0) return 'bad';
  if (finding?.kind === 'seen-not-declared') return 'accent';
  if (lag > 0) return 'warn';
  if (perSecond > 0) return 'neutral';
  return finding && 'accent';
}
