import type { TopologyEdge } from '@waybill/console-api';

/** Above this many edges the dots would cost more than they tell. */
export const MOST_ANIMATED_EDGES = 100;

/** The line's width: three decades of traffic in five pixels, so that one message a second is seen beside a thousand. */
export function edgeWidth(perSecond: number): number {
  return perSecond <= 0 ? 1.25 : Math.min(6, 1.75 + 1.4 * Math.log10(1 + perSecond));
}

/** How many dots travel on it: none where nothing does, more with more traffic, never a stream of them. */
export function edgeDots(perSecond: number): number {
  if (perSecond < 0.05) return 0;
  return Math.min(5, 1 + Math.floor(Math.log2(1 + perSecond)));
}

/** How far along an edge its figures stand, from 0 to 1: at the end that no other edge of its kind shares. */
const LABEL_AT: Readonly<Record<TopologyEdge['kind'], number>> = {
  calls: 0.62,
  publishes: 0.44,
  feeds: 0.84,
  delivers: 0.42,
  stores: 0.5,
};

export interface EdgeEnds {
  sourceX: number;
  sourceY: number;
  targetX: number;
  targetY: number;
}

/** A dead letter's way leads back to the left, across those of the live messages: its figures stand past them. */
const BACK_AT = 0.56;

/** A point of the curve from side to side, whose control points lie half-way across: a cubic Bézier curve. */
export function labelPoint(
  { sourceX, sourceY, targetX, targetY }: EdgeEnds,
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

export type EdgeTone = 'idle' | 'busy' | 'waiting' | 'failing' | 'finding';

/** What the edge is coloured for: the worst thing that can be said of it. */
export function edgeTone({ perSecond, errorsPerSecond, lag, finding }: TopologyEdge): EdgeTone {
  if (errorsPerSecond > 0) return 'failing';
  if (finding?.kind === 'seen-not-declared') return 'finding';
  if (lag > 0) return 'waiting';
  if (perSecond > 0) return 'busy';
  return finding ? 'finding' : 'idle';
}
