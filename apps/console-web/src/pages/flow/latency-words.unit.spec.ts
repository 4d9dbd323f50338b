import { describe, expect, it } from '@jest/globals';
import { latencyKey, placeWords, trendOf } from './latency-words.ts';

const measured = (ms: number) => ({ ms, traceId: 'a' });
const percentiles = (ms: number) => ({ count: 1, p50: measured(ms), p95: measured(ms), p99: measured(ms) });

describe('a latency', () => {
  it('is named by its place', () => {
    expect(placeWords({ part: 'outbox', service: 'order' })).toBe('outbox of order');
    const place = { service: 'analytics', consumer: 'analytics-audit' };
    expect(placeWords({ part: 'broker', ...place })).toBe('broker to analytics-audit');
    const handler = { part: 'handler' as const, ...place };
    expect(placeWords(handler)).toBe('handler of analytics-audit');
    expect(latencyKey({ ...handler, ...percentiles(1), type: 'order.placed', slots: [] })).toBe(
      'order.placed, handler of analytics-audit',
    );
  });

  it('over time has every slot of the range in its place', () => {
    const at = (seconds: number) => new Date(seconds * 1_000).toISOString();
    const slots = [
      { at: at(20), ...percentiles(7) },
      { at: at(40), ...percentiles(9) },
    ];
    expect(trendOf({ slots }, at(10), at(50), 10_000)).toEqual([0, 7, 0, 9]);
    // From a clock that is ahead.
    expect(trendOf({ slots: [{ at: at(90), ...percentiles(7) }] }, at(10), at(50), 10_000)).toEqual([
      0, 0, 0, 0,
    ]);
  });
});
