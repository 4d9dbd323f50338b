import { describe, expect, it } from '@jest/globals';
import type { DurableView } from '@waybill/console-api';
import { capacityWords, loadWords, stopWords } from './backlog-words.ts';

const idle = {
  missing: 0,
  durables: [],
  pending: 0,
  ackPending: 0,
  arrivalPerSecond: 0,
  servicePerSecond: 100,
  utilisation: 0,
  drainSeconds: 0,
};
const words = (change: Partial<typeof idle> | Record<string, null | number>) =>
  spaced(loadWords({ ...idle, ...change }));
const spaced = <Words extends object>(words: Words) =>
  JSON.parse(JSON.stringify(words).replaceAll('\u00a0', ' ')) as Words;

describe('a consumer’s load', () => {
  it('is idle without backlog and arrivals, and keeps up without backlog', () => {
    expect(words({})).toMatchObject({ tone: 'neutral', drain: 'empty' });
    expect(words({ arrivalPerSecond: 3 })).toMatchObject({ tone: 'good', drain: 'empty' });
  });

  it('says that a durable is missing rather than that nothing waits', () => {
    const durables = Array.from({ length: 8 }, () => ({}) as DurableView);
    expect(loadWords({ ...idle, durables, missing: 1 })).toMatchObject({
      tone: 'bad',
      sentence: expect.stringContaining('lacks 1 of 8 durables'),
    });
    expect(loadWords({ ...idle, durables, missing: 8 }).sentence).toContain('lacks every durable');
  });

  it('says how long the backlog lasts', () => {
    expect(
      words({ pending: 190, ackPending: 10, arrivalPerSecond: 50, utilisation: 0.5, drainSeconds: 4 }),
    ).toEqual({
      tone: 'warn',
      drain: '4 s',
      sentence: '190 wait, 10 being handled, 50 /s arrive, 100 /s can be handled: empty in about 4 s.',
    });
  });

  it('does not warn about one message that is being handled', () => {
    expect(words({ ackPending: 1, arrivalPerSecond: 0.7, drainSeconds: 0.000_009 })).toEqual({
      tone: 'good',
      drain: 'under a second',
      sentence: '1 being handled, 0.7 /s arrive, 100 /s can be handled: empty in under a second.',
    });
    expect(words({ pending: 1, drainSeconds: 2 }).sentence).toMatch(/^1 waits, /);
  });

  it('does not show a large capacity to the message', () => {
    expect(capacityWords(9_999)).toBe('9,999\u00a0/s');
    expect(capacityWords(114_450)).toBe('over 10,000\u00a0/s');
  });

  it('says never while more arrives than can be handled', () => {
    expect(words({ pending: 1, arrivalPerSecond: 120, utilisation: 1.2, drainSeconds: null })).toMatchObject({
      tone: 'bad',
      drain: 'never',
    });
    const failing = { pending: 1, servicePerSecond: 0, utilisation: null, drainSeconds: null };
    expect(words(failing)).toMatchObject({ tone: 'bad', drain: 'never' });
  });

  it('is unknown before anything was handled', () => {
    expect(
      words({ pending: 5, servicePerSecond: null, utilisation: null, drainSeconds: null }),
    ).toMatchObject({ tone: 'neutral', drain: 'unknown' });
  });
});

describe('why a consumer handles nothing on purpose', () => {
  const now = new Date('2026-11-22T10:00:00Z');

  it('is nothing for most', () => {
    expect(stopWords({}, now)).toBeUndefined();
  });

  it('is a pause, with its end and its reason, rather than a dependency that is down', () => {
    const since = '2026-11-22T09:00:00Z';
    const waitsFor = { dependency: 'payments', since };
    expect(stopWords({ waitsFor }, now)).toContain('Waits for payments');
    expect(stopWords({ waitsFor, paused: { since, reason: 'we move' } }, now)).toBe(
      'Paused until it is resumed: we move. What arrives waits in the stream.',
    );
    expect(stopWords({ paused: { since, until: '2026-11-22T10:10:00Z' } }, now)).toMatch(
      /^Paused until .*:10/,
    );
  });
});
