import { expect, test } from '@jest/globals';
import { changedKeys } from './live.ts';

test('a change refreshes its topics, and each of its traces', () =>
  expect(changedKeys({ topics: ['traces', 'outbox'], traceIds: ['a', 'b'] })).toEqual([
    ['traces'],
    ['outbox'],
    ['trace', 'a'],
    ['trace', 'b'],
  ]));
