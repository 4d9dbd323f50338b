import { describe, expect, test } from '@jest/globals';
import { allNodes, outline } from './outline.ts';
import { timeScale } from './time-scale.ts';
import { retriedOrder, span, trace } from './trace.fixture.ts';
import { indexTrace } from './trace-index.ts';
import { trackMarks } from './track-marks.ts';

const detail = retriedOrder();
const index = indexTrace(detail);
const nodes = allNodes(outline(detail, 'all'));
const marksOf = (key: string, scale = timeScale({ fromMs: 0, toMs: 3_056 }, 3_056)) =>
  trackMarks(
    nodes.find((node) => node.key === key)!,
    index,
    scale,
  );
const plain = (text: string | undefined) => text?.replaceAll('\u00a0', ' ');

test('a span is a bar at its time, after the wait that it ended', () => {
  const { waits, bars, critical, label } = marksOf('try2');
  expect(bars).toMatchObject([{ x: 1_046, width: 10, service: 'analytics', look: 'failed' }]);
  expect(waits).toMatchObject([{ x: expect.closeTo(56), width: expect.closeTo(990), kind: 'back-off' }]);
  expect(plain(waits[0]!.label)).toBe('back-off 990 ms');
  expect(critical).toEqual([
    { x: expect.closeTo(56), width: expect.closeTo(990) },
    { x: 1_046, width: 10 },
  ]);
  expect(label).toMatchObject({ x: 1_056, side: 'right' });
});

test('the attempts of a message are on one track, numbered, with what lies between them', () => {
  const { bars, waits } = marksOf('attempts e1 analytics');
  expect(bars.map(({ attempt, look }) => [attempt, look])).toEqual([
    [1, 'failed'],
    [2, 'failed'],
    [3, 'plain'],
  ]);
  expect(waits.map(({ kind }) => kind)).toEqual(['broker', 'back-off', 'back-off']);
});

test('spans that are left out below a row are drawn in it', () => {
  const inner = trace({
    spans: [
      span('post', undefined, 0, 10),
      span('inner', 'post', 2, 6),
      span('create', 'inner', 4, 1, { step: 'create' }),
    ],
    criticalPath: [
      { kind: 'span', fromMs: 0, toMs: 2, spanId: 'post' },
      { kind: 'span', fromMs: 2, toMs: 8, spanId: 'inner' },
    ],
  });
  const { critical } = trackMarks(
    outline(inner, 'steps')[0]!,
    indexTrace(inner),
    timeScale({ fromMs: 0, toMs: 10 }, 100),
  );
  expect(critical).toEqual([
    { x: 0, width: 20 },
    { x: 20, width: 60 },
  ]);
});

describe('a label', () => {
  test('moves to the left if the right has no room', () =>
    expect(marksOf('try3').label).toMatchObject({ side: 'left', x: 1_056 }));
  test('is left out if the bar fills the row', () => {
    const full = trace({ spans: [span('a', undefined, 0, 100)] });
    const scale = timeScale({ fromMs: 0, toMs: 100 }, 500);
    expect(trackMarks(outline(full, 'all')[0]!, indexTrace(full), scale).label).toBeUndefined();
  });
  test('is left out if the span is not in the window', () =>
    expect(marksOf('post', timeScale({ fromMs: 1_000, toMs: 2_000 }, 800)).label).toBeUndefined());
  test('of a wait is left out if it does not fit', () =>
    expect(marksOf('publish').waits[0]!.label).toBeUndefined());
});

test('a very short span is visible', () => {
  const short = trace({ spans: [span('a', undefined, 0, 1_000), span('b', 'a', 10, 0.01)] });
  const node = allNodes(outline(short, 'all'))[1]!;
  expect(trackMarks(node, indexTrace(short), timeScale({ fromMs: 0, toMs: 1_000 }, 500)).bars[0]!.width).toBe(
    3,
  );
});

test('log lines are dots at their time', () => {
  const log = {
    offsetMs: 5,
    at: '',
    severity: 'WARN',
    body: 'slow',
    service: 'order',
    spanId: 'a',
    attributes: {},
  };
  const logged = trace({ spans: [span('a', undefined, 0, 10)], logs: [log, { ...log, spanId: undefined }] });
  const { dots } = trackMarks(
    outline(logged, 'all')[0]!,
    indexTrace(logged),
    timeScale({ fromMs: 0, toMs: 10 }, 100),
  );
  expect(dots).toEqual([{ x: 50, severity: 'warn', body: 'slow' }]);
});
