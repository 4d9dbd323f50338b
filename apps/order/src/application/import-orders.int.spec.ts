import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OutboxOfSmallBroker } from '../testing/outbox-of-small-broker.js';
import { testOrder, type TestOrder } from '../testing/test-order.js';
import type { OrderToImport } from './import-orders.use-case.js';

let order: TestOrder;

beforeAll(async () => {
  order = await testOrder();
});
beforeEach(() => order.empty());
afterAll(() => order?.close());

const toImport = (reference: string, lines: OrderToImport['lines'], customerId = '17850'): OrderToImport => ({
  reference,
  customerId,
  placedAt: new Date('2010-12-01T08:26:00.000Z'),
  currency: 'GBP',
  lines,
});
const line = (productId: string, unitPrice = '2.55', quantity = 6, description = 'HEART') => ({
  productId,
  description,
  quantity,
  unitPrice,
});
const counts = async () => {
  const [row] = await order.query<{ orders: string; lines: string; events: string }>(
    `SELECT (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM order_line) AS lines,
            (SELECT count(*) FROM outbox) AS events`,
  );
  return { orders: Number(row!.orders), lines: Number(row!.lines), events: Number(row!.events) };
};

describe('importing orders', () => {
  it("keeps an order's own prices, repeated lines and time, and publishes its event", async () => {
    await order.product('85123A', 4, '9.99');
    const lines = [line('85123A', '2.550'), line('85123A', '2.1', 2, 'heart'), line('71053', '3.39')];
    expect(await order.import.execute([toImport('536365', lines)])).toEqual({
      accepted: 1,
      duplicates: 0,
      tooLarge: [],
    });

    const [{ id } = { id: '' }] = await order.query<{ id: string }>('SELECT id FROM orders');
    expect(await order.queries.find(id)).toMatchObject({
      status: 'placed',
      total: '39.84',
      placedAt: new Date('2010-12-01T08:26:00.000Z'),
      lines: [line('85123A', '2.55'), line('85123A', '2.1', 2, 'heart'), line('71053', '3.39')],
    });
    const [event] = await order.eventsOf(id);
    expect(event).toMatchObject({ type: 'order.placed', data: { source: 'import', total: '39.84' } });
  });

  it('adds unknown products without stock tracking, and leaves known ones unchanged', async () => {
    await order.product('85123A', 4, '9.99');
    await order.import.execute([toImport('1', [line('85123A'), line('71053', '3.39', 1, 'LANTERN')])]);
    expect(await order.catalogue.find('85123A')).toMatchObject({ unitPrice: '9.99', stock: 4 });
    expect(await order.catalogue.find('71053')).toEqual({
      productId: '71053',
      description: 'LANTERN',
      unitPrice: '3.39',
      currency: 'GBP',
      stock: null,
    });
  });

  it('imports nothing twice, within a request or over several', async () => {
    const first = [toImport('1', [line('a')]), toImport('2', [line('b')]), toImport('1', [line('c')])];
    expect(await order.import.execute(first)).toMatchObject({ accepted: 2, duplicates: 1 });
    const second = [toImport('3', [line('a'), line('b')]), ...first];
    expect(await order.import.execute(second)).toMatchObject({ accepted: 1, duplicates: 3 });
    expect(await counts()).toEqual({ orders: 3, lines: 4, events: 3 });
  });

  it('imports each order once from requests that overlap at the same time, in any order', async () => {
    const orders = Array.from({ length: 400 }, (_, i) =>
      toImport(`r${i}`, [line(`p${i % 17}`), line(`p${(i * 7) % 31}`)]),
    );
    const turned = (by: number) => [...orders.slice(by), ...orders.slice(0, by)];
    const requests = [orders, [...orders].reverse(), turned(200), turned(99).reverse()];

    // All of them wait for the lock of the table, which is then released.
    const door = await order.database.pool.connect();
    await door.query('BEGIN; LOCK TABLE orders IN SHARE ROW EXCLUSIVE MODE');
    const importing = Promise.all(requests.map((request) => order.import.execute(request)));
    try {
      await order.waiting(requests.length);
    } finally {
      await door.query('COMMIT');
      door.release();
    }

    const results = await importing;
    expect(results.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(400);
    expect(results.every(({ accepted, duplicates }) => accepted + duplicates === 400)).toBe(true);
    expect(await counts()).toEqual({ orders: 400, lines: 800, events: 400 });
  });

  it('accepts any text that a shop may send', async () => {
    const odd = [`O'Neil "the" \\ 😀`, '$1; DROP TABLE orders', ' ', '%_'];
    await order.import.execute(odd.map((text) => toImport(text, [line(text, '0.001', 1, text)], text)));
    const { items } = await order.queries.list({ customerId: odd[0] }, { limit: 10 });
    expect(items).toMatchObject([{ customerId: odd[0], total: '0.001' }]);
    const { items: found } = await order.catalogue.list({ search: '%_', limit: 10 });
    expect(found.map(({ productId }) => productId)).toEqual(['%_']);
  });
});

describe('orders that are larger than the broker accepts', () => {
  let small: TestOrder;
  beforeAll(async () => {
    small = await testOrder({ outbox: new OutboxOfSmallBroker() });
  });
  afterAll(() => small?.close());

  it('are reported by an import, which accepts the others', async () => {
    const orders = Array.from({ length: 9 }, (_, i) =>
      toImport(
        `r${i}`,
        Array.from({ length: i % 4 === 1 ? 100 : 2 }, () => line('p')),
      ),
    );
    const tooLarge = [orders[1], orders[5]];
    expect(await small.import.execute(orders)).toEqual({ accepted: 7, duplicates: 0, tooLarge });
    expect(await small.import.execute(orders)).toEqual({ accepted: 0, duplicates: 7, tooLarge });
    const [row] = await small.query(
      'SELECT (SELECT count(*)::int FROM orders) AS orders, (SELECT count(*)::int FROM outbox) AS events',
    );
    expect(row).toEqual({ orders: 7, events: 7 });
  });
});
