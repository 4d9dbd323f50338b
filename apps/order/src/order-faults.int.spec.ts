import { describe, expect, it } from '@jest/globals';
import { faultyOrder } from './testing/faulty-order.js';

describe('the faults of the order service', () => {
  const site = faultyOrder();

  it('are the library’s and its own, all off', async () => {
    const faults = await site.ask('faults.list', {});
    expect(faults.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'duplicate-delivery',
        'failing-handler',
        'payment-declines',
        'poison-next',
        'relay-paused',
        'slow-consumer',
      ]),
    );
    expect(faults.every(({ value }) => value === 0)).toBe(true);
  });

  it('decline every payment while on, and none once off', async () => {
    await site.set('payment-declines', 1);
    expect(await site.settled(await site.place())).toMatchObject({ status: 'rejected' });
    await site.set('payment-declines', 0);
    expect(await site.settled(await site.place())).toMatchObject({ status: 'confirmed' });
  });
});
