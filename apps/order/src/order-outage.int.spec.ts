import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@waybill/service/testing';
import { createTestDatabase, eventually, severableDatabase, type TestDatabase } from '@waybill/testing';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { startTestOrder } from './testing/test-service.js';

const CONNECTIONS = 3;

let database: TestDatabase;
let link: Awaited<ReturnType<typeof severableDatabase>>;
let service: TestService;
/** Without the link. */
let direct: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase('order');
  link = await severableDatabase(database.url);
  direct = new pg.Pool({ connectionString: database.url });
  service = await startTestOrder({ databaseUrl: link.url, databasePool: CONNECTIONS });
});
afterAll(async () => {
  await service?.close();
  await link?.cut();
  await direct?.end();
  await database?.drop();
});

const json = { 'content-type': 'application/json' };
const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(service.url + path, {
    method,
    headers: { ...(body !== undefined && json), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
const order = { customerId: 'alice', lines: [{ productId: 'kite-rainbow', quantity: 1 }] };
const place = (headers?: Record<string, string>) => send('POST', '/orders', order, headers);
const orders = async () => {
  const { rows } = await direct.query<{ count: number }>('SELECT count(*)::int AS count FROM orders');
  return rows[0]!.count;
};

async function expectUnavailable(response: Response): Promise<void> {
  expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(await response.json()).toMatchObject({
    status: 503,
    type: 'urn:waybill:problem:database-unavailable',
  });
}

/** Resolves once this many sessions of the service wait for a lock. */
async function waiting(sessions: number): Promise<void> {
  await eventually(async () => {
    const { rows } = await direct.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'order' AND wait_event_type = 'Lock'`,
    );
    return rows[0]!.count >= sessions;
  });
}

const requests: [string, () => Promise<Response>][] = [
  ['placing an order', () => place()],
  ['placing an order under a key', () => place({ 'idempotency-key': randomUUID() })],
  ['cancelling one', () => send('POST', `/orders/${randomUUID()}/cancel`)],
  ['reading one', () => send('GET', `/orders/${randomUUID()}`)],
  ['listing orders', () => send('GET', '/orders')],
  ['listing products', () => send('GET', '/products?search=mug')],
  [
    'storing a product',
    () =>
      send('PUT', '/products/x', {
        description: 'x',
        unitPrice: { amount: '1', currency: 'GBP' },
        stock: 1,
      }),
  ],
  [
    'importing',
    () =>
      send('POST', '/imports/orders', {
        orders: [
          {
            reference: 'r',
            customerId: 'c',
            placedAt: '2011-01-01T00:00:00Z',
            currency: 'GBP',
            lines: [{ productId: 'p', description: '', quantity: 1, unitPrice: '1' }],
          },
        ],
      }),
  ],
];

describe('a database that does not respond', () => {
  it.each(requests)('causes 503 with Retry-After until it responds again: %s', async (_what, send) => {
    await link.cut();
    try {
      // More requests than connections: no connection is lost.
      for (let i = 0; i <= CONNECTIONS; i++) await expectUnavailable(await send());
    } finally {
      await link.restore();
    }
    expect((await send()).status).toBeLessThan(500);
  });

  it('causes 503 if the connection breaks in a transaction, which leaves nothing behind', async () => {
    const before = await orders();
    const holder = await direct.connect();
    try {
      await holder.query('BEGIN; LOCK TABLE outbox');
      const responses = Promise.all(Array.from({ length: CONNECTIONS - 1 }, () => place()));
      await waiting(CONNECTIONS - 1);
      await link.cut();
      for (const response of await responses) await expectUnavailable(response);
    } finally {
      await holder.query('ROLLBACK');
      holder.release();
      await link.restore();
    }
    expect(await orders()).toBe(before);
    const again = await Promise.all(Array.from({ length: 4 * CONNECTIONS }, () => place()));
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([202]));
  });

  it('causes 503 if an administrator ends the session of a transaction', async () => {
    const holder = await direct.connect();
    try {
      await holder.query('BEGIN; LOCK TABLE product');
      const responses = [place(), send('GET', '/products')];
      await waiting(responses.length);
      await direct.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'order'`,
      );
      for (const response of await Promise.all(responses)) await expectUnavailable(response);
    } finally {
      await holder.query('ROLLBACK');
      holder.release();
    }
    // The pool may still use a session once that was ended while idle.
    await eventually(async () => (await place()).status === 202);
  });
});
