import { describe, expect, it } from '@jest/globals';
import { create, process, publish, span } from '../../testing/spans.js';
import { causesOf } from './causes.js';
import { criticalPathOf } from './critical-path.js';
import type { TraceSpan } from './trace-span.js';

const path = (spans: TraceSpan[]) =>
  criticalPathOf(spans, causesOf(spans)).map(({ kind, spanId, fromMs, toMs }) => [
    kind,
    spanId,
    fromMs,
    toMs,
  ]);

/** A request that appends, relays, is handled, which appends again, and so on. */
const order = (): TraceSpan[] => [
  span('http', { from: 0, to: 20, kind: 'server' }),
  span('query', { from: 2, to: 5, parentSpanId: 'http' }),
  create('create', { from: 6, to: 8 }, { parentSpanId: 'http' }),
  publish('publish', { from: 30, to: 33 }, { parentSpanId: 'create' }),
  process('slow', { from: 40, to: 60 }, { parentSpanId: 'create' }),
  process('quick', { from: 36, to: 38 }, { parentSpanId: 'create', consumer: 'recommendation' }),
  span('update', { from: 45, to: 55, parentSpanId: 'slow', service: 'analytics' }),
];

describe('the critical path', () => {
  it('goes from the click over outbox and broker to the end of the last handler', () => {
    expect(path(order())).toEqual([
      ['span', 'http', 0, 2],
      ['span', 'query', 2, 5],
      ['span', 'http', 5, 6],
      ['span', 'create', 6, 8],
      ['outbox', 'publish', 8, 30],
      ['span', 'publish', 30, 33],
      ['broker', 'slow', 33, 40],
      ['span', 'slow', 40, 45],
      ['span', 'update', 45, 55],
      ['span', 'slow', 55, 60],
    ]);
  });

  it('goes over every attempt and back-off of the handler that ends last', () => {
    const retried = order().map((it) =>
      it.spanId === 'slow' ? { ...it, outcome: 'retried', status: 'error' as const } : it,
    );
    const steps = path([...retried, process('again', { from: 1_060, to: 1_070 }, { attempt: 2 })]);
    expect(steps.slice(-2)).toEqual([
      ['back-off', 'again', 60, 1_060],
      ['span', 'again', 1_060, 1_070],
    ]);
    expect(steps).toContainEqual(['broker', 'slow', 33, 40]);
  });

  it('goes on through a message that a handler set off', () => {
    const spans = [
      ...order(),
      create('create2', { from: 50, to: 52 }, { parentSpanId: 'slow', eventId: 'e2' }),
      publish('publish2', { from: 70, to: 71 }, { parentSpanId: 'create2', eventId: 'e2' }),
      process('last', { from: 75, to: 80 }, { parentSpanId: 'create2', eventId: 'e2' }),
    ];
    expect(path(spans).slice(-6)).toEqual([
      ['span', 'slow', 40, 50],
      ['span', 'create2', 50, 52],
      ['outbox', 'publish2', 52, 70],
      ['span', 'publish2', 70, 71],
      ['broker', 'last', 71, 75],
      ['span', 'last', 75, 80],
    ]);
  });

  it('takes spans in a row for what they are, though their starts are cut to the millisecond', () => {
    const row = [
      span('parent', { from: 0, to: 10 }),
      span('first', { from: 1, to: 5.7, parentSpanId: 'parent' }),
      span('second', { from: 5, to: 9, parentSpanId: 'parent' }),
    ];
    expect(path(row)).toEqual([
      ['span', 'parent', 0, 1],
      ['span', 'first', 1, 5],
      ['span', 'second', 5, 9],
      ['span', 'parent', 9, 10],
    ]);
  });

  it('is without overlap and in order of time where clocks disagree', () => {
    const skewed = order().map((it) =>
      it.service === 'analytics' ? { ...it, offsetMs: it.offsetMs - 35 } : it,
    );
    const steps = path(skewed);
    for (const [, , from, to] of steps) expect(Number(to)).toBeGreaterThan(Number(from));
    for (let i = 1; i < steps.length; i++)
      expect(Number(steps[i]![2])).toBeGreaterThanOrEqual(Number(steps[i - 1]![3]));
    expect(steps.at(-1)).toEqual(['span', 'publish', 30, 33]);
  });

  it('ends where parents are missing or go round in a circle', () => {
    expect(path([span('orphan', { from: 3, to: 4, parentSpanId: 'gone' })])).toEqual([
      ['span', 'orphan', 3, 4],
    ]);
    const circle = [
      span('a', { from: 0, to: 4, parentSpanId: 'b' }),
      span('b', { from: 0, to: 4, parentSpanId: 'a' }),
    ];
    expect(path(circle)).toEqual([['span', 'b', 0, 4]]);
    expect(path([])).toEqual([]);
  });

  it('is found of ten thousand spans, as deep as wide, in no time', () => {
    const deep = Array.from({ length: 5_000 }, (_, i) =>
      span(`d${i}`, { from: i, to: 20_000 - i, parentSpanId: i ? `d${i - 1}` : undefined }),
    );
    const wide = Array.from({ length: 5_000 }, (_, i) =>
      span(`w${i}`, { from: 5_000 + i, to: 5_001 + i, parentSpanId: 'd4999' }),
    );
    const began = performance.now();
    expect(path([...deep, ...wide]).length).toBeGreaterThan(10_000);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
