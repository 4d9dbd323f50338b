import { beforeEach, describe, expect, it } from '@jest/globals';
import { summary } from './traces.fixture.js';
import { NewTraces } from './new-traces.js';

const trace = (traceId: string, spanCount: number, status: 'ok' | 'dead-lettered' = 'ok') =>
  summary({ traceId, spanCount, status });

describe('following new traces', () => {
  let fresh: NewTraces;
  const look = (now: number, ...traces: ReturnType<typeof trace>[]) =>
    fresh.look(traces, now).map(({ traceId, status }) => `${traceId} ${status}`);

  beforeEach(() => {
    fresh = new NewTraces();
  });

  it('reports a trace once it is quiet, and once only', () => {
    expect(look(0, trace('a', 3))).toEqual([]);
    expect(look(900, trace('a', 9))).toEqual([]);
    expect(look(1_800, trace('a', 9))).toEqual([]);
    expect(fresh.waiting).toBe(true);
    expect(look(1_900, trace('a', 9))).toEqual(['a ok']);
    expect(fresh.waiting).toBe(false);
    expect(look(9_000, trace('a', 9))).toEqual([]);
  });

  it('reports it again when its outcome changed, not when it only grew', () => {
    look(0, trace('a', 9));
    look(1_000, trace('a', 9));
    expect(look(2_000, trace('a', 12))).toEqual([]);
    expect(look(3_000, trace('a', 12))).toEqual([]);
    expect(look(4_000, trace('a', 14, 'dead-lettered'))).toEqual([]);
    expect(look(5_000, trace('a', 14, 'dead-lettered'))).toEqual(['a dead-lettered']);
  });

  it('reports the oldest first, and not those that existed before', () => {
    fresh.markShown([trace('old', 5)]);
    look(0, trace('c', 1), trace('b', 1), trace('old', 5));
    expect(look(1_000, trace('c', 1), trace('b', 1), trace('old', 5))).toEqual(['b ok', 'c ok']);
  });

  it('waits for nothing that has left the newest', () => {
    look(0, trace('a', 1));
    look(100, trace('b', 1));
    look(1_100, trace('b', 1));
    expect(fresh.waiting).toBe(false);
  });
});
