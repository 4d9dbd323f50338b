import { expect, test } from '@jest/globals';
import { trace } from '../trace.fixture.ts';
import { layOutDurations } from './duration-points.ts';

const item = (second: number, durationMs: number) => ({
  ...trace({ spans: [] }),
  startedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
  durationMs,
});

test('time runs to the right and each power of ten is equally high', () => {
  const { points, lines } = layOutDurations([item(0, 1), item(5, 10), item(10, 1_000)], 100, 60);
  expect(points.map(({ x, y }) => [x, y])).toEqual([
    [0, 60],
    [50, 40],
    [100, 0],
  ]);
  expect(lines.map(({ ms }) => ms)).toEqual([1, 10, 100, 1_000]);
});

test('a single trace, even one of no length, has its place', () => {
  const { points } = layOutDurations([item(0, 0)], 100, 60);
  expect(points[0]!.x).toBe(50);
  expect(points[0]!.y).toBeGreaterThanOrEqual(0);
  expect(points[0]!.y).toBeLessThanOrEqual(60);
});
