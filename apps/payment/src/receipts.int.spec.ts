import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderCustomerErased, OrderPaymentRequested, OrderRecipientNamed } from '@waybill/contracts';
import { Outbox, PersonalData, TransactionRunner } from '@waybill/messaging';
import { startTestService, type TestService } from '@waybill/service/testing';
import { eventually } from '@waybill/testing';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Receipts } from './persistence/receipts.js';
import { payment } from './service.js';
import { testOrder } from './testing/test-order.js';

let service: TestService;
let order: TestService;
let pool: pg.Pool;

beforeAll(async () => {
  service = await startTestService(payment);
  order = await startTestService(testOrder, { config: { natsUrl: [service.natsUrl] } });
  pool = new pg.Pool({ connectionString: service.databaseUrl });
});
afterAll(async () => {
  await pool?.end();
  await order?.close();
  await service?.close();
});

const EMAIL = 'ada@example.org';

/** An order with a payment. Its events are published by its owner. */
async function anOrder(customerId: string) {
  const orderId = randomUUID();
  const request = {
    orderId,
    customerId,
    amount: '1',
    currency: 'GBP',
    requestedAt: new Date().toISOString(),
  };
  await service.publish(OrderPaymentRequested, request);
  const outbox = order.app.get(Outbox, { strict: false });
  const transactions = order.app.get(TransactionRunner, { strict: false });
  return {
    name: () =>
      transactions.run((tx) =>
        outbox.publish(tx, OrderRecipientNamed, { orderId, customerId, name: 'Ada', email: EMAIL }),
      ),
    erase: () =>
      transactions.run(async (tx) => {
        await order.app.get(PersonalData, { strict: false }).erase(tx, customerId);
        const event = { customerId, erasedAt: new Date().toISOString() };
        await outbox.publish(tx, OrderCustomerErased, event);
      }),
    receiptTo: async (): Promise<string | undefined> => {
      const response = await fetch(`${service.url}/payments/${orderId}`);
      expect(response.status).toBe(200);
      return ((await response.json()) as { receiptTo?: string }).receiptTo;
    },
  };
}

async function handledAll(): Promise<void> {
  await order.caughtUp();
  await service.caughtUp();
}

describe('the receipt of a payment', () => {
  it('goes to the recipient of the order, whose address is in no other table', async () => {
    const { name, receiptTo } = await anOrder('ann');
    await handledAll();
    expect(await receiptTo()).toBeUndefined();
    await name();
    await eventually(async () => (await receiptTo()) === EMAIL, { what: 'the address is known' });
    const { rows } = await pool.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    const readable = [];
    for (const { name: table } of rows) {
      const { rows: own } = await pool.query(`SELECT row_to_json(t)::text AS row FROM "${table}" t`);
      if (JSON.stringify(own).includes(EMAIL)) readable.push(table);
    }
    expect(readable).toEqual(['receipt']);
  });

  it('goes nowhere once the customer was erased, and not to what is handled later or again', async () => {
    const one = await anOrder('bob');
    await one.name();
    await eventually(async () => (await one.receiptTo()) === EMAIL, { what: 'the address is known' });
    await one.erase();
    await eventually(async () => (await one.receiptTo()) === undefined, { what: 'it is forgotten' });
    // What a process opens that still has the key, for a minute after the erasure.
    const { rows } = await pool.query<{ at: Date }>(`SELECT erased_at AS at FROM erased_customer`);
    const late = { orderId: randomUUID(), customerId: 'bob', email: EMAIL };
    const add = (at: Date) =>
      service.app
        .get(TransactionRunner, { strict: false })
        .run((tx) => service.app.get(Receipts).add(tx, late, at.toISOString()));
    await add(rows[0]!.at);
    const stored = async () =>
      (await pool.query(`SELECT 1 FROM receipt WHERE customer_id = 'bob'`)).rows.length;
    expect(await stored()).toBe(0);
    await add(new Date(rows[0]!.at.getTime() + 1));
    expect(await stored()).toBe(1);
  });

  it('goes nowhere, nor to what is being stored meanwhile, by a transaction that does not know of the erasure', async () => {
    const one = await anOrder('cem');
    const adding = await pool.connect();
    await adding.query('BEGIN');
    await adding.query(
      `INSERT INTO receipt (order_id, customer_id, email, named_at) VALUES ($1, 'cem', $2, now())`,
      [randomUUID(), EMAIL],
    );
    await one.erase();
    const waiting = async () => {
      const { rowCount } = await pool.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rowCount === 1;
    };
    await eventually(waiting, { what: 'the erasure waits' });
    await adding.query('COMMIT');
    adding.release();
    const stored = async () =>
      (await pool.query(`SELECT FROM receipt WHERE customer_id = 'cem'`)).rowCount === 0;
    await eventually(stored, { what: 'it is forgotten' });
  });
});
