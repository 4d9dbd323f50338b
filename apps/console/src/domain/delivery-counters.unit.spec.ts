import { describe, expect, it } from '@jest/globals';
import { countDeliveries } from './delivery-counters.js';

const counted = {
  way: 'naive' as const,
  committed: 10,
  committedBefore: 8,
  delivered: 6,
  doubled: 1,
  mayStillCome: false,
};

describe('countDeliveries', () => {
  it('tells as lost what is older than the grace and cannot come any more', () => {
    expect(countDeliveries(counted)).toMatchObject({ committed: 10, delivered: 6, underWay: 2, lost: 2 });
  });

  it('tells nothing as lost while something may still come', () => {
    expect(countDeliveries({ ...counted, mayStillCome: true })).toMatchObject({ underWay: 4, lost: 0 });
  });

  it('never counts more as delivered than was committed', () => {
    expect(countDeliveries({ ...counted, delivered: 12 })).toMatchObject({
      delivered: 10,
      underWay: 0,
      lost: 0,
    });
  });
});
