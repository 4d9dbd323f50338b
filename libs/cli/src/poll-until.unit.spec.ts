import { describe, expect, it } from '@jest/globals';
import { pollUntil } from './poll-until.js';

describe('polling', () => {
  const poll = (readings: number[], signal = new AbortController().signal) => {
    let time = 0;
    const shown: number[] = [];
    const ended = pollUntil({
      read: () => Promise.resolve(readings.length > 1 ? readings.shift()! : readings[0]!),
      isDone: (left) => left === 0,
      onProgress: (left) => shown.push(left),
      signal,
      patienceMs: 1_000,
      now: () => time,
      wait: (ms) => Promise.resolve((time += ms)),
    });
    return ended.then((last) => ({ last, shown, time }));
  };

  it('goes on until it is done, and shows every reading', async () => {
    expect(await poll([3, 1, 0])).toEqual({ last: 0, shown: [3, 1, 0], time: 500 });
  });

  it('ends once nothing has changed for a while', async () => {
    const { last, time } = await poll([3, 2]);
    expect(last).toBe(2);
    expect(time).toBeGreaterThan(1_000);
    expect(time).toBeLessThan(2_000);
  });

  it('ends at the signal', async () => {
    expect(await poll([3], AbortSignal.abort())).toEqual({ last: 3, shown: [3], time: 0 });
  });
});
