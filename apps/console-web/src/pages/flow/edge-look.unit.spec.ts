import { describe, expect, it } from '@jest/globals';
import type { TopologyEdge } from '@waybill/console-api';
import { edgeDots, edgeTone, edgeWidth, labelPoint } from './edge-look.ts';

const edge = (change: Partial<TopologyEdge>): TopologyEdge => ({
  id: 'a-b',
  from: 'a',
  to: 'b',
  kind: 'feeds',
  events: [],
  perSecond: 0,
  errorsPerSecond: 0,
  lag: 0,
  ...change,
});

describe('an edge of the flow', () => {
  it('is thicker with more traffic, within bounds', () => {
    const widths = [0, 0.1, 1, 10, 100, 1_000, 1_000_000].map(edgeWidth);
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    expect(new Set(widths.slice(0, 6)).size).toBe(6);
    expect(widths.at(-1)).toBe(6);
  });

  it('carries no dots without traffic and only a few with much', () => {
    expect(edgeDots(0)).toBe(0);
    expect(edgeDots(0.1)).toBe(1);
    expect(edgeDots(5)).toBeGreaterThan(edgeDots(0.5));
    expect(edgeDots(100_000)).toBe(5);
  });

  it('has its figures on its curve, nearer to the end that it shares with no other edge', () => {
    const ends = { sourceX: 0, sourceY: 0, targetX: 100, targetY: 0 };
    expect(labelPoint(ends, 'feeds').x).toBeGreaterThan(50);
    expect(labelPoint(ends, 'delivers').x).toBeLessThan(50);
    // A dead letter's way back crosses those of the live messages near its beginning.
    expect(labelPoint({ ...ends, sourceX: 100, targetX: 0 }, 'publishes').x).toBeLessThan(50);
    expect(labelPoint(ends, 'stores')).toEqual({ x: 50, y: 0 });
    const first = labelPoint({ ...ends, targetY: 0 }, 'feeds');
    const second = labelPoint({ ...ends, targetY: 62 }, 'feeds');
    expect(second.y - first.y).toBeGreaterThan(50);
  });

  it('shows the worst about it', () => {
    expect(edgeTone(edge({}))).toBeUndefined();
    expect(edgeTone(edge({ perSecond: 2 }))).toBe('neutral');
    expect(edgeTone(edge({ perSecond: 2, lag: 1 }))).toBe('warn');
    const neverSeen = { kind: 'declared-never-seen' as const, events: ['order.cancelled'] };
    const undeclared = { ...neverSeen, kind: 'seen-not-declared' as const };
    expect(edgeTone(edge({ finding: neverSeen }))).toBe('accent');
    expect(edgeTone(edge({ finding: neverSeen, perSecond: 1 }))).toBe('neutral');
    expect(edgeTone(edge({ finding: undeclared, perSecond: 1, lag: 1 }))).toBe('accent');
    expect(edgeTone(edge({ errorsPerSecond: 0.1, lag: 1, perSecond: 3 }))).toBe('bad');
  });
});
