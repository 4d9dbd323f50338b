import { describe, expect, it } from '@jest/globals';
import { growthOf } from './growth-of.ts';
import type { Reading } from './readings.ts';

const reading = (figures: Partial<Reading>): Reading => ({
  'outbox, MB': 40,
  'its indexes, MB': 12,
  'inbox, MB': 4,
  'its indexes, MB ': 5,
  'dead rows': 0,
  'blocks read by a round with nothing to do': 150,
  ...figures,
});

describe('growth', () => {
  it('is what exceeds the first reading by more than autovacuum leaves', () => {
    expect(growthOf([reading({}), reading({ 'outbox, MB': 51 })])).toEqual([]);
    expect(growthOf([reading({}), reading({}), reading({ 'outbox, MB': 53 })])).toEqual([
      'outbox, MB has grown from 40 to 53',
    ]);
  });

  it('is not how many rows wait for autovacuum', () => {
    expect(growthOf([reading({}), reading({ 'dead rows': 5_000 })])).toEqual([]);
  });
});
