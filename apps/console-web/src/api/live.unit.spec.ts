import { expect, test } from '@jest/globals';
import { changedKeys } from './live.ts';

test('a change asks again for its topics, and for its traces one by one', () =>
  expect(changedKeys({ topics: ['traces', 'outbox'], traceIds: ['a', 'b'] })).toEqual([
    ['traces'],
    ['outbox'],
    ['trace', 'a'],
    ['trace', 'b'],
  ]));
