import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderCustomerErased } from '@waybill/contracts';
import { MessagingService } from '@waybill/messaging/operations';
import type { TestService } from '@waybill/service/testing';
import pg from 'pg';
import { startTestOrder } from './testing/test-service.js';

const RECIPIENT = { name: 'Ada Lovelace', email: 'ada@example.org' };

let service: TestService;
let pool: pg.Pool;

beforeAll(async () => {
  service = await startTestOrder({}, { messaging: true });
  pool = new pg.Pool({ connectionString: service.databaseUrl });
});
afterAll(async () => {
  await pool?.end();
  await service?.close();
});

async function place(customerId: string, recipient?: object): Promise<Response> {
  const lines = [{ productId: 'kite-rainbow', quantity: 1 }];
  return fetch(`${service.url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customerId, lines, recipient }),
  });
}

async function placed(customerId: string, recipient?: object): Promise<{ recipient?: object }> {
  const { orderId } = (await (await place(customerId, recipient)).json()) as { orderId: string };
  return (await (await fetch(`${service.url}/orders/${orderId}`)).json()) as { recipient?: object };
}

const erase = (dataSubject: string) =>
  service.app
    .get(MessagingService, { strict: false })
    .inspection.reply('personal.erase', { dataSubject, by: 'test' });

async function storedText(): Promise<string> {
  const rows = await Promise.all(
    ['orders', 'recipient', 'outbox', 'idempotent_request'].map(
      async (table) =>
        (await pool.query(`SELECT row_to_json(t)::text AS row FROM ${table} t`)).rows as unknown,
    ),
  );
  return JSON.stringify(rows);
}

describe('the recipient of an order', () => {
  it('is returned with the order, and readable in one table alone', async () => {
    expect(await placed('ann', RECIPIENT)).toMatchObject({ recipient: RECIPIENT });
    expect(await placed('ann')).not.toHaveProperty('recipient');
    await service.caughtUp();
    expect((await storedText()).match(/Lovelace/g)).toHaveLength(1);
    const { rows } = await pool.query(`SELECT name, email FROM recipient`);
    expect(rows).toEqual([RECIPIENT]);
  });

  it.each([
    [{ name: '', email: 'ada@example.org' }, '/recipient/name'],
    [{ name: 'Ada', email: 'ada' }, '/recipient/email'],
    [{ name: 'Ada' }, '/recipient/email'],
    [{ ...RECIPIENT, phone: '1' }, '/recipient/phone'],
  ])('is refused if it is %j', async (recipient, pointer) => {
    const response = await place('ann', recipient);
    const text = await response.text();
    expect(response.status).toBe(400);
    expect((JSON.parse(text) as { errors: { pointer: string }[] }).errors[0]!.pointer).toBe(pointer);
    expect(text).not.toContain('Lovelace');
  });
});

describe('a customer who is erased', () => {
  it('loses the recipients and their key, keeps the orders, and the others are told', async () => {
    await placed('bob', RECIPIENT);
    await placed('cem', RECIPIENT);
    expect(await erase('bob')).toEqual({
      keys: 1,
      known: true,
      events: [{ id: expect.any(String), type: 'order.customer-erased' }],
    });
    const orders = async (customerId: string) => {
      const { rows } = await pool.query<{ name: string | null }>(
        `SELECT name FROM orders LEFT JOIN recipient ON order_id = id WHERE customer_id = $1`,
        [customerId],
      );
      return rows.map(({ name }) => name);
    };
    expect(await orders('bob')).toEqual([null]);
    expect(await orders('cem')).toEqual([RECIPIENT.name]);
    await service.caughtUp();
    expect(await service.published(OrderCustomerErased)).toEqual([
      { customerId: 'bob', erasedAt: expect.stringMatching(/Z$/) },
    ]);
  });

  it('may be erased again; one who never ordered is unknown', async () => {
    expect(await erase('bob')).toMatchObject({ keys: 0, known: true });
    expect(await erase('nobody')).toMatchObject({ keys: 0, known: false });
  });

  it('stays as it was if a step of it fails: nothing is half done', async () => {
    await placed('dan', RECIPIENT);
    await pool.query(`ALTER TABLE outbox ADD CONSTRAINT refused CHECK (key <> 'dan') NOT VALID`);
    await expect(erase('dan')).rejects.toThrow();
    await pool.query(`ALTER TABLE outbox DROP CONSTRAINT refused`);
    const { rows } = await pool.query(
      `SELECT wrapped_key IS NULL AS destroyed, (SELECT count(*)::int FROM messaging_audit WHERE detail->>'dataSubject' = 'dan') AS audited
       FROM personal_key WHERE data_subject = 'dan'`,
    );
    expect(rows).toEqual([{ destroyed: false, audited: 0 }]);
    expect(await erase('dan')).toMatchObject({ keys: 1 });
  });
});

describe('without PERSONAL_DATA_KEY', () => {
  it('orders are taken, and recipients are not', async () => {
    await using keyless = new AsyncDisposableStack();
    const other = await startTestOrder({ personalDataKeys: undefined, databaseUrl: service.databaseUrl });
    keyless.defer(() => other.close());
    const post = (recipient?: object) =>
      fetch(`${other.url}/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          customerId: 'eve',
          lines: [{ productId: 'kite-rainbow', quantity: 1 }],
          recipient,
        }),
      });
    expect((await post()).status).toBe(202);
    const refused = await post(RECIPIENT);
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({
      type: 'urn:waybill:problem:recipient-not-taken',
      errors: [{ pointer: '/recipient' }],
    });
  });
});
