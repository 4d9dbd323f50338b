import { describe, expect, it } from '@jest/globals';
import { countDeliveries } from './delivery-counters.js';
import { groupLetters } from './dead-letter-groups.js';

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

describe('groupLetters', () => {
  it('groups by who gave up on what and why, the largest first', () => {
    const letter = (id: string, name: string, code?: string) => ({
      id,
      consumer: 'analytics',
      type: 'order.placed',
      error: { name, ...(code && { code }) },
      deadAt: `2026-01-0${id}T00:00:00.000Z`,
    });
    const letters = [letter('1', 'Error'), letter('3', 'PgError', '23505'), letter('2', 'PgError', '23505')];
    expect(groupLetters(letters)).toMatchObject([
      { error: 'PgError 23505', ids: ['3', '2'], firstAt: '2026-01-02T00:00:00.000Z' },
      { error: 'Error', ids: ['1'] },
    ]);
  });
});
