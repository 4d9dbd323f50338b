import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Platform, eventually } from './support/platform.js';
import { Shop } from './support/shop.js';

const PRICE = '9.95';
const STOCK = 100_000;

let platform: Platform;
let shop: Shop;

beforeAll(async () => {
  platform = await Platform.startWith({ PAYMENT_TIMEOUT: '3s', PAYMENT_UNDECIDED_FOR: '8s' });
  shop = new Shop(platform);
  await shop.stock('conserved', STOCK, PRICE);
}, 240_000);

afterAll(() => platform?.stop(), 60_000);

async function query<Row extends object>(service: 'order' | 'payment', sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: (await platform.state()).postgres[service] });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Places an order and, of the customers that regret it, cancels it at once or once it is settled. */
async function visit(number: number): Promise<void> {
  const kind = ['ada', 'declined-eve', 'undecided-finn', 'hasty', 'late', 'undecided-hasty'][number % 6]!;
  const { orderId } = await shop.place(`${kind}-${number}`, 'conserved');
  if (kind === 'late') await shop.settled(orderId);
  if (kind === 'late' || kind.endsWith('hasty'))
    await shop.send('order', 'POST', `/orders/${orderId}/cancel`);
}

/** Visits one after another until `disturb` has ended and each kind of customer was served a few times. */
async function visitWhile(disturb: () => Promise<void>): Promise<void> {
  let done = false;
  const disturbed = disturb().finally(() => (done = true));
  for (let served = 0; !done || served < 36;) {
    try {
      await visit(served);
      served += 1;
    } catch {
      // Not accepted, or not known whether it was: the databases will say. The next one may be.
      await new Promise((again) => setTimeout(again, 20));
    }
  }
  await disturbed;
}

interface Balance {
  id: string;
  held: string;
  paid: string;
}

const SUM = (plus: string, ...minus: string[]) =>
  `sum(CASE WHEN kind = '${plus}' THEN amount WHEN kind = ANY ('{${minus.join()}}') THEN -amount ELSE 0 END)`;

describe('orders of every outcome', () => {
  it.each(['order', 'payment', 'nats'] as const)(
    'keep stock and money to the penny while %s is killed',
    async (name) => {
      await visitWhile(async () => {
        for (let kills = 0; kills < 3; kills++) await platform.kill(name);
      });
      await eventually(async () => {
        const open = await query('order', `SELECT id FROM orders WHERE status = 'placed'`);
        return open.length === 0;
      }, 'every order is settled');
      await eventually(async () => {
        const open = await query(
          'payment',
          `SELECT order_id FROM payment p WHERE status IN ('requested', 'authorised')
           OR status = 'cancelled' AND EXISTS (SELECT FROM outbox_scheduled s WHERE s.key = p.order_id::text)`,
        );
        return open.length === 0;
      }, 'every payment is decided, captured or returned');

      const orders = await query<{ id: string; status: string; total: string; reserved: string | null }>(
        'order',
        `SELECT id, status, total, (SELECT sum(quantity) FROM stock_reservation WHERE order_id = id) AS reserved FROM orders`,
      );
      const balances = await query<Balance>(
        'payment',
        `SELECT order_id AS id, ${SUM('authorised', 'captured', 'released')} AS held, ${SUM('captured', 'refunded')} AS paid
         FROM ledger_entry GROUP BY order_id`,
      );
      const balanceOf = new Map(balances.map((balance) => [balance.id, balance]));
      const wrong = orders.filter(({ id, status, total, reserved }) => {
        const { held, paid } = balanceOf.get(id) ?? { held: '0', paid: '0' };
        const isConfirmed = status === 'confirmed';
        return (
          Number(held) !== 0 ||
          Number(paid) !== (isConfirmed ? Number(total) : 0) ||
          (reserved !== null) !== isConfirmed
        );
      });
      expect(wrong).toEqual([]);
      for (const status of ['confirmed', 'rejected', 'cancelled']) {
        expect(orders.filter((each) => each.status === status)).not.toHaveLength(0);
      }
      const [stock] = await query<{ left: string; reserved: string }>(
        'order',
        `SELECT (SELECT stock FROM product WHERE id = 'conserved') AS left,
           (SELECT coalesce(sum(quantity), 0) FROM stock_reservation WHERE product_id = 'conserved') AS reserved`,
      );
      expect(Number(stock!.left) + Number(stock!.reserved)).toBe(STOCK);
      const known = new Set(orders.map(({ id }) => id));
      expect(balances.filter(({ id }) => !known.has(id))).toEqual([]);
    },
    240_000,
  );
});
