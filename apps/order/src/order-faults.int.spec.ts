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
        'poison-next',
        'relay-paused',
        'slow-consumer',
      ]),
    );
    expect(faults.every(({ value }) => value === 0)).toBe(true);
  });
});
