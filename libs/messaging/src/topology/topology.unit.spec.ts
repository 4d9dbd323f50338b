import { expect, it } from '@jest/globals';
import { streamsOf } from './topology.js';

it('gives DEAD the replicas of the services that write to it, and none of their other limits', () => {
  const owner = { service: 'shop', database: 'db' };
  expect(streamsOf([], [], { replicas: 3, maxBytes: 1_000 }, owner)).toMatchObject([
    { name: 'DEAD', limits: { replicas: 3 } },
  ]);
  expect(streamsOf([], [], { maxBytes: 1_000 }, owner)).toMatchObject([{ name: 'DEAD', limits: {} }]);
});
