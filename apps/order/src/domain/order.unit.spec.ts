import { describe, expect, it } from '@jest/globals';
import { canBecome, historyOf, type OrderStatus } from './order-status.js';
import { placeOrder } from './order.js';
import { priceLines } from './price-lines.js';
import { outOfStock } from './settle-order.js';

const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 12, 0, second));
const line = (productId: string, quantity: number, unitPrice: string) => ({
  productId,
  description: productId,
  quantity,
  unitPrice,
});

describe('placing an order', () => {
  const place = (...lines: ReturnType<typeof line>[]) =>
    placeOrder({
      orderId: 'o',
      customerId: 'c',
      priority: 'standard',
      currency: 'GBP',
      lines,
      placedAt: at(0),
    });

  it('adds up exactly what floating point cannot', () => {
    expect(place(line('a', 3, '0.1'), line('b', 1, '0.2'), line('a', 7, '2.550')).total).toBe('18.35');
  });

  it('adds up the largest order there can be', () => {
    const lines = Array.from({ length: 1000 }, () => line('a', 1_000_000, '999999999999.999999'));
    expect(place(...lines).total).toBe('999999999999999999000');
  });

  it('writes the prices of its lines as all amounts are written', () => {
    expect(place(line('a', 1, '2.550')).lines[0]!.unitPrice).toBe('2.55');
  });
});

describe('pricing lines', () => {
  const products = new Map(
    [
      { productId: 'mug', description: 'Mug', unitPrice: '4.5', currency: 'GBP' },
      { productId: 'tray', description: 'Tray', unitPrice: '9', currency: 'GBP' },
      { productId: 'lamp', description: 'Lampe', unitPrice: '20', currency: 'EUR' },
    ].map((product) => [product.productId, product]),
  );
  const want = (...ids: string[]) => ids.map((productId) => ({ productId, quantity: 2 }));

  it("copies the product's current description and price, repeated lines separately", () => {
    expect(priceLines(want('mug', 'mug'), products)).toEqual({
      currency: 'GBP',
      lines: [
        { productId: 'mug', description: 'Mug', quantity: 2, unitPrice: '4.5' },
        { productId: 'mug', description: 'Mug', quantity: 2, unitPrice: '4.5' },
      ],
    });
  });

  it('names every line whose product is unknown', () => {
    expect(priceLines(want('mug', 'cup', 'tray', 'bowl'), products)).toEqual({ unknown: [1, 3] });
  });

  it('names the lines in another currency than the first', () => {
    expect(priceLines(want('mug', 'lamp', 'tray'), products)).toEqual({ mixed: [1] });
  });
});

describe('the status of an order', () => {
  const allowed: [OrderStatus, OrderStatus][] = [
    ['placed', 'confirmed'],
    ['placed', 'rejected'],
    ['placed', 'cancelled'],
    ['confirmed', 'cancelled'],
  ];
  const statuses: OrderStatus[] = ['placed', 'confirmed', 'rejected', 'cancelled'];

  it('has only these transitions', () => {
    const steps = statuses.flatMap((from) =>
      statuses.filter((to) => canBecome(from, to)).map((to) => [from, to]),
    );
    expect(steps).toEqual(allowed);
  });

  it('has a history, oldest first', () => {
    expect(historyOf({ placedAt: at(0), confirmedAt: at(1), cancelledAt: at(2) })).toEqual([
      { status: 'placed', at: at(0) },
      { status: 'confirmed', at: at(1) },
      { status: 'cancelled', at: at(2) },
    ]);
  });
});

describe('stock', () => {
  const demand = (productId: string, wanted: bigint, available: bigint) => ({ productId, wanted, available });

  it('suffices down to the last unit', () => {
    expect(outOfStock([demand('mug', 5n, 5n)])).toBeUndefined();
    expect(outOfStock([])).toBeUndefined();
  });

  it('rejects the whole order if one product is short, and names it', () => {
    expect(outOfStock([demand('mug', 1n, 5n), demand('tray', 3n, 2n)])).toEqual({
      status: 'rejected',
      reason: 'out-of-stock',
      detail: 'tray: 3 wanted, 2 in stock',
    });
  });

  it('names five products and counts the rest', () => {
    const demands = Array.from({ length: 8 }, (_, i) => demand(`p${i}`, 1n, 0n));
    expect(outOfStock(demands)).toMatchObject({ detail: expect.stringMatching(/p4: .*; and 3 more$/) });
  });
});
