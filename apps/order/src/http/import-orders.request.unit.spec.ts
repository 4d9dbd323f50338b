import { describe, expect, it } from '@jest/globals';
import { rejectTooLarge, validateOrders } from './import-orders.request.js';

const order = (reference: string) => ({
  reference,
  customerId: 'c',
  placedAt: '2011-01-01T00:00:00Z',
  currency: 'GBP',
  lines: [{ productId: 'p', description: '', quantity: 1, unitPrice: '1' }],
});

describe('a part of an import', () => {
  it('reports errors with the index in the whole request', () => {
    const { valid, rejected } = validateOrders({
      from: 40,
      orders: [order('a'), { reference: 'b' }, order('c')],
    });
    expect([...valid].map(([{ reference }, index]) => [reference, index])).toEqual([
      ['a', 40],
      ['c', 42],
    ]);
    expect(rejected).toMatchObject([{ reference: 'b' }]);
    expect(rejected[0]!.errors.every(({ pointer }) => pointer.startsWith('/orders/41/'))).toBe(true);
    const [[last, index]] = [...valid].slice(-1) as [[Parameters<typeof rejectTooLarge>[0], number]];
    expect(rejectTooLarge(last, index)).toEqual({
      reference: 'c',
      errors: [{ pointer: '/orders/42/lines', message: expect.stringContaining('split the order') }],
    });
  });
});
