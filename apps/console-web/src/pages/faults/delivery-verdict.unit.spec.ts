import { describe, expect, it } from '@jest/globals';
import type { DeliveryCounters } from '@waybill/console-api';
import { verdictOf } from './delivery-verdict.ts';

const counters: DeliveryCounters = {
  way: 'outbox',
  committed: 10,
  delivered: 10,
  underWay: 0,
  lost: 0,
  doubled: 0,
};

describe('the verdict on a way of publishing', () => {
  it('says that nothing is lost once everything arrived', () => {
    expect(verdictOf(counters)).toMatchObject({ tone: 'good', title: 'Nothing lost' });
  });

  it('does not call waiting lost', () => {
    expect(verdictOf({ ...counters, delivered: 4, underWay: 6 })).toMatchObject({
      tone: 'waiting',
      title: 'Nothing lost',
    });
  });

  it('puts loss before everything else', () => {
    expect(verdictOf({ ...counters, delivered: 2, underWay: 1, lost: 7, doubled: 3 })).toMatchObject({
      tone: 'bad',
      title: '7 lost',
    });
    expect(verdictOf({ ...counters, doubled: 3 })).toMatchObject({ tone: 'bad', title: '3 doubled' });
  });

  it('claims nothing before the first order', () => {
    const none = { ...counters, committed: 0, delivered: 0 };
    expect(verdictOf(none)).toMatchObject({ tone: 'none', title: 'No orders yet' });
    expect(verdictOf({ ...none, way: 'naive' })).toMatchObject({ tone: 'none', title: 'Not compared yet' });
  });
});
