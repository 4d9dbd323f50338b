import { describe, expect, it } from '@jest/globals';
import { capacityOf, probabilityOfWaiting, queueAt, type Station } from './queue.js';

const one: Station = { queues: 1, servers: 1, serviceTime: 0.01, variability: 1 };

describe('a queue', () => {
  it('of one server waits as M/M/1 does: utilisation / (capacity - arrivals)', () => {
    const { utilisation, wait, waiting, growth } = queueAt(80, one);
    expect({ utilisation, growth }).toEqual({ utilisation: 0.8, growth: 0 });
    expect(wait).toBeCloseTo(0.8 / 20);
    expect(waiting).toBeCloseTo(80 * 0.04);
  });

  it('waits half as long where the service time is always the same (Pollaczek and Khinchine)', () => {
    expect(queueAt(80, { ...one, variability: 0 }).wait).toBeCloseTo(queueAt(80, one).wait / 2);
  });

  it('of several servers finds all busy as in the tables of Erlang C', () => {
    expect(probabilityOfWaiting(0.5, 1)).toBeCloseTo(0.5);
    expect(probabilityOfWaiting(1, 2)).toBeCloseTo(1 / 3);
    expect(probabilityOfWaiting(2, 3)).toBeCloseTo(4 / 9);
    expect(probabilityOfWaiting(10, 12)).toBeCloseTo(0.4494, 3);
    expect(probabilityOfWaiting(9_000, 10_000)).toBeGreaterThanOrEqual(0); // does not overflow
  });

  it('that is divided waits longer than one for all', () => {
    const together: Station = { ...one, servers: 8 };
    const apart: Station = { ...one, queues: 8 };
    expect(capacityOf(together)).toBe(capacityOf(apart));
    expect(queueAt(640, apart).wait).toBeCloseTo(queueAt(80, one).wait);
    expect(queueAt(640, apart).wait).toBeGreaterThan(4 * queueAt(640, together).wait);
  });

  it('grows by what arrives above its capacity', () => {
    expect(queueAt(130, one)).toEqual({ utilisation: 1.3, wait: Infinity, waiting: Infinity, growth: 30 });
    expect(queueAt(100, one)).toMatchObject({ wait: Infinity, growth: 0 });
  });
});
