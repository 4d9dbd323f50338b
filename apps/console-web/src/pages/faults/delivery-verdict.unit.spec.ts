import { describe, expect, it } from '@jest/globals';
import type { DeliveryCounters } from '@waybill/console-api';
import { verdictOf } from './delivery-verdict.ts';

const verdict = (counters: DeliveryCounters) => verdictOf(counters.way, counters);

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
    expect(verdict(counters)).toMatchObject({ tone: 'good', title: 'Nothing lost' });
  });

  it('uses words that fit one order and many', () => {
    const all = (count: number) => verdict({ ...counters, committed: count, delivered: count }).detail;
    expect(all(1)).toBe('The one committed order took effect at the consumer, exactly once.');
    expect(all(7_409)).toMatch(/^All 7,409 committed orders /);
  });

  it('does not call waiting lost', () => {
    expect(verdict({ ...counters, delivered: 4, underWay: 6 })).toMatchObject({
      tone: 'warn',
      title: 'Nothing lost',
    });
  });

  it('puts loss before everything else', () => {
    expect(verdict({ ...counters, delivered: 2, underWay: 1, lost: 7, doubled: 3 })).toMatchObject({
      tone: 'bad',
      title: '7 lost',
    });
    expect(verdict({ ...counters, doubled: 3 })).toMatchObject({ tone: 'bad', title: '3 doubled' });
  });

  it('claims nothing before the first order', () => {
    const none = { ...counters, committed: 0, delivered: 0 };
    expect(verdict(none)).toMatchObject({ tone: 'neutral', title: 'No orders yet' });
    expect(verdict({ ...none, way: 'naive' })).toMatchObject({ tone: 'neutral', title: 'Not compared yet' });
  });

  it('says that nothing is known while the services are down', () => {
    expect(verdictOf('outbox', undefined)).toMatchObject({ tone: 'neutral', title: 'Not known now' });
    expect(verdictOf('naive', undefined)).toMatchObject({ tone: 'neutral', title: 'Not compared yet' });
  });

  it('does not promise that a naive publish which has not arrived is safe', () => {
    expect(verdict({ ...counters, way: 'naive', delivered: 4, underWay: 6 })).toMatchObject({
      tone: 'warn',
      title: '6 not delivered yet',
    });
  });
});
