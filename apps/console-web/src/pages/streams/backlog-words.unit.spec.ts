import { describe, expect, it } from '@jest/globals';
import { loadWords } from './backlog-words.ts';

const idle = {
  pending: 0,
  ackPending: 0,
  arrivalPerSecond: 0,
  servicePerSecond: 100,
  utilisation: 0,
  drainSeconds: 0,
};
const words = (change: Partial<typeof idle> | Record<string, null | number>) =>
  loadWords(
    { ...idle, ...change },
    (rate) => `${rate}/s`,
    (seconds) => `${seconds} s`,
  );

describe('how a consumer stands', () => {
  it('is idle without backlog and arrivals, and keeps up without backlog', () => {
    expect(words({})).toMatchObject({ tone: 'idle', drain: 'empty' });
    expect(words({ arrivalPerSecond: 3 })).toMatchObject({ tone: 'keeping-up', drain: 'empty' });
  });

  it('says how long the backlog lasts', () => {
    expect(
      words({ pending: 190, ackPending: 10, arrivalPerSecond: 50, utilisation: 0.5, drainSeconds: 4 }),
    ).toEqual({
      tone: 'draining',
      drain: '4 s',
      sentence: '200 wait, 50/s arrive, up to 100/s can be handled: empty in about 4 s.',
    });
  });

  it('says never while more arrives than can be handled', () => {
    expect(words({ pending: 1, arrivalPerSecond: 120, utilisation: 1.2, drainSeconds: null })).toMatchObject({
      tone: 'falling-behind',
      drain: 'never',
    });
  });

  it('does not guess before anything was handled', () => {
    expect(
      words({ pending: 5, servicePerSecond: null, utilisation: null, drainSeconds: null }),
    ).toMatchObject({ tone: 'unknown', drain: 'unknown' });
  });
});
