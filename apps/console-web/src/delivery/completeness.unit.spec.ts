import type { MessageProgress } from '@waybill/console-api';
import { expect, test } from '@jest/globals';
import { completeness } from './completeness.ts';

type Consumer = MessageProgress['consumers'][number];
const consumer = (name: string, state: Consumer['state'], rest: Partial<Consumer> = {}): Consumer => ({
  consumer: name,
  service: name.split('-')[0]!,
  handler: 'Handler',
  state,
  attempts: 1,
  ...rest,
});
const of = (complete: boolean | undefined, ...consumers: Consumer[]) =>
  completeness({
    complete,
    messages: [{ consumers }],
  });

test('it is complete when every consumer is done', () => {
  expect(of(true, consumer('order', 'done')).words).toBe('complete: 1 of 1 consumer done');
  expect(of(true, consumer('order', 'done'), consumer('analytics', 'done'))).toEqual({
    state: 'complete',
    words: 'complete: 2 of 2 consumers done',
  });
});

test('a pending consumer is named, with the number of messages before it', () =>
  expect(
    of(
      false,
      consumer('order', 'done'),
      consumer('recommendation', 'done'),
      consumer('analytics', 'pending', { lag: 14 }),
    ),
  ).toEqual({ state: 'pending', words: '2 of 3 done, analytics pending (13 ahead of it)' }));

test('a retrying consumer says how often it failed', () =>
  expect(of(false, consumer('analytics', 'retrying', { attempts: 2 })).words).toBe(
    '0 of 1 done, analytics retrying (2 failed)',
  ));

test('an event that no replica knows yet waits for one that does', () =>
  expect(of(false, consumer('order', 'done'), consumer('analytics', 'waiting')).words).toBe(
    '1 of 2 done, analytics waiting for a replica that knows it',
  ));

test('a dead letter waits to be resolved, and leads to where it is', () => {
  expect(of(false, consumer('order', 'done'), consumer('analytics-count-sales', 'dead-lettered'))).toEqual({
    state: 'dead-lettered',
    words: 'given up by analytics',
    letters: {
      words: '1\u00a0dead letter to resolve',
      href: '/dead-letters?consumer=analytics-count-sales',
    },
  });
  expect(
    of(false, consumer('order', 'pending'), consumer('a', 'dead-lettered'), consumer('b', 'dead-lettered')),
  ).toEqual({
    state: 'dead-lettered',
    words: '0 of 3 done, order pending; given up by a, b',
    letters: { words: '2\u00a0dead letters to resolve', href: '/dead-letters' },
  });
});

test('what is lost comes first: nothing will deliver it', () => {
  expect(of(false, consumer('order', 'done'), consumer('analytics', 'lost'))).toEqual({
    state: 'lost',
    words: '1 of 2 done, lost to analytics: gone from the stream, never handled',
  });
  expect(of(false, consumer('a', 'lost'), consumer('b', 'dead-lettered'))).toMatchObject({
    state: 'lost',
    letters: { href: '/dead-letters?consumer=b' },
  });
});

test('a consumer without a record is not said to be done', () =>
  expect(of(undefined, consumer('order', 'done'), consumer('analytics', 'unrecorded'))).toEqual({
    state: 'unknown',
    words: '1 of 2 done, no record left at analytics',
  }));

test('consumers of one service are distinguished by what they do', () =>
  expect(
    of(
      false,
      consumer('analytics-count', 'pending', { handler: 'CountSales' }),
      consumer('analytics-advance', 'pending', { handler: 'AdvanceFunnel' }),
    ).words,
  ).toBe('0 of 2 done, analytics (count sales) pending, analytics (advance funnel) pending'));

test('a service that does not respond makes it unknown, never complete', () =>
  expect(of(undefined, consumer('order', 'done'), consumer('analytics', 'unknown'))).toEqual({
    state: 'unknown',
    words: 'unknown: analytics does not respond',
  }));

test('without a statement of the platform nothing is claimed', () => {
  expect(completeness({ messages: [] }).state).toBe('unknown');
  expect(completeness({ messages: [], complete: true })).toEqual({
    state: 'no-messages',
    words: 'no messages',
  });
  expect(of(false).words).toBe('0 of 0 done, in progress');
});

test('many are counted rather than listed', () =>
  expect(of(false, ...['a', 'b', 'c', 'd', 'e'].map((name) => consumer(name, 'pending'))).words).toBe(
    '0 of 5 done, a pending, b pending, c pending and 2 more',
  ));
