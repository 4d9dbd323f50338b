import { expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { leastUuidOf, uuidTime } from './uuid-time.js';

it('reads when a UUIDv7 was made, and of nothing else', () => {
  const msecs = Date.UTC(2026, 10, 28);
  expect(uuidTime(uuidv7({ msecs }))).toBe(msecs);
  expect(uuidTime('0af7651916cd43dd8448eb211c80319c')).toBeUndefined();
});

it('separates the ids before a time from those since', () => {
  const msecs = Date.UTC(2026, 10, 28);
  const least = leastUuidOf(new Date(msecs));
  expect(uuidTime(least)).toBe(msecs);
  expect(uuidv7({ msecs: msecs - 1 }) < least).toBe(true);
  expect(uuidv7({ msecs }) >= least).toBe(true);
});
