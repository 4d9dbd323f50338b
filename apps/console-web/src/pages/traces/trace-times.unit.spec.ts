import { expect, test } from '@jest/globals';
import { retriedOrder, span, trace } from './trace.fixture.ts';
import { criticalPathWords, traceTimes } from './trace-times.ts';

test('time in which spans overlap is counted once', () =>
  expect(
    traceTimes(trace({ spans: [span('a', undefined, 0, 10), span('b', 'a', 5, 10), span('c', 'a', 30, 5)] }))
      .activeMs,
  ).toBe(20));

test('waits that many messages have at the same time are no longer than the trace', () => {
  const wait = { kind: 'broker', fromMs: 0, toMs: 10, spanId: 'a' } as const;
  const spans = [span('a', undefined, 0, 10)];
  expect(traceTimes(trace({ spans, waits: [wait, wait, { ...wait, fromMs: 5, toMs: 12 }] })).waits).toEqual([
    { kind: 'broker', ms: 12 },
  ]);
});

test('waits are listed by kind, the longest first', () =>
  expect(traceTimes(retriedOrder()).waits).toEqual([
    { kind: 'back-off', ms: 2_980 },
    { kind: 'outbox', ms: 20 },
    { kind: 'broker', ms: 3 },
  ]));

test('the critical path says what most of its waiting was', () => {
  const plain = (detail: Parameters<typeof criticalPathWords>[0]) =>
    criticalPathWords(detail).replaceAll('\u00a0', ' ');
  expect(plain(retriedOrder())).toBe('2.98 s of 3.06 s backing off');
  expect(plain({ criticalPath: [{ kind: 'span', fromMs: 0, toMs: 21, spanId: 'a' }] })).toBe(
    '21 ms, all of it working',
  );
  expect(plain({ criticalPath: [] })).toBe('not known yet');
});
