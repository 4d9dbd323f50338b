import { describe, expect, it } from '@jest/globals';
import { latenciesOf, type Timing } from './latencies.js';

const timing = (ms: number, fields: Partial<Timing> = {}): Timing => ({
  part: 'handler',
  type: 'order.placed',
  service: 'analytics',
  consumer: 'analytics',
  traceId: `took-${ms}`,
  endedMs: 1_000,
  ms,
  ...fields,
});

describe('latenciesOf', () => {
  it('gives percentiles that were measured, each with its trace', () => {
    const timings = Array.from({ length: 100 }, (_, index) => timing(100 - index));
    expect(latenciesOf(timings, 0, 10_000)).toMatchObject([
      {
        count: 100,
        p50: { ms: 50, traceId: 'took-50' },
        p95: { ms: 95, traceId: 'took-95' },
        p99: { ms: 99, traceId: 'took-99' },
      },
    ]);
    expect(latenciesOf([timing(7)], 0, 10_000)).toMatchObject([{ count: 1, p50: { ms: 7 }, p99: { ms: 7 } }]);
    expect(latenciesOf([], 0, 10_000)).toEqual([]);
  });

  it('keeps parts, events and consumers apart, the slowest first', () => {
    const { consumer: _, ...outbox } = timing(5, { part: 'outbox', service: 'order' });
    const found = latenciesOf(
      [
        timing(1),
        timing(3, { type: 'order.cancelled' }),
        timing(2, { part: 'broker' }),
        timing(4, { consumer: 'analytics-audit' }),
        outbox,
      ],
      0,
      10_000,
    );
    expect(found.map(({ part, type, consumer, p95 }) => [part, type, consumer, p95.ms])).toEqual([
      ['outbox', 'order.placed', undefined, 5],
      ['handler', 'order.placed', 'analytics-audit', 4],
      ['handler', 'order.cancelled', 'analytics', 3],
      ['broker', 'order.placed', 'analytics', 2],
      ['handler', 'order.placed', 'analytics', 1],
    ]);
  });

  it('shows them over time, without the slots in which nothing happened', () => {
    const [edge] = latenciesOf(
      [timing(4, { endedMs: 25_000 }), timing(1, { endedMs: 5_000 }), timing(2, { endedMs: 6_000 })],
      5_000,
      10_000,
    );
    expect(edge!.slots).toEqual([
      expect.objectContaining({
        at: new Date(5_000).toISOString(),
        count: 2,
        p95: { ms: 2, traceId: 'took-2' },
      }),
      expect.objectContaining({
        at: new Date(25_000).toISOString(),
        count: 1,
        p95: { ms: 4, traceId: 'took-4' },
      }),
    ]);
  });
});
