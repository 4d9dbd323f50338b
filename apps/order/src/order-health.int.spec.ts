import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HealthReport } from '@waybill/service';
import type { TestService } from '@waybill/service/testing';
import {
  createTestDatabase,
  eventually,
  testNats,
  type TestDatabase,
  type TestNatsServer,
} from '@waybill/testing';
import pg from 'pg';
import { startTestOrder } from './testing/test-service.js';

let nats: TestNatsServer;
let database: TestDatabase;
let service: TestService;
/** The test's own connection to the database. */
let direct: pg.Pool;

beforeAll(async () => {
  nats = await testNats({ isolated: true });
  database = await createTestDatabase('order');
  direct = new pg.Pool({ connectionString: database.url, application_name: 'the test' });
  service = await startTestOrder(
    { databaseUrl: database.url, databasePool: 3, natsUrl: [nats.url] },
    { messaging: true },
  );
});
afterAll(async () => {
  await service?.close();
  await direct?.end();
  await database?.drop();
  await nats?.stop();
});

const order = { customerId: 'ada', lines: [{ productId: 'kite-rainbow', quantity: 1 }] };
const place = () =>
  fetch(`${service.url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  });
const ready = () => fetch(`${service.url}/health/ready`);
const report = async () => (await (await fetch(`${service.url}/health`)).json()) as HealthReport;
const untilReadySays = (status: number) => eventually(async () => (await ready()).status === status);
const checkOf = async (name: string, role: string) =>
  (await report()).checks.find((check) => check.name === name && check.role === role);

it('stays ready while it is merely busy: 400 requests at once, a pool of three, and what is too much refused', async () => {
  let done = false;
  const orders = Promise.all(Array.from({ length: 400 }, place)).finally(() => (done = true));
  const seen: number[] = [];
  while (!done) seen.push((await ready()).status);
  const responses = await orders;
  const refused = responses.filter(({ status }) => status !== 202);
  expect(refused.length).toBeLessThan(responses.length);
  for (const response of refused) {
    expect(await response.json()).toMatchObject({ status: 503, type: 'urn:waybill:problem:overloaded' });
  }
  expect(seen.length).toBeGreaterThan(0);
  expect(new Set(seen)).toEqual(new Set([200]));
});

describe('while the database is read-only', () => {
  const set = async (state: string) => {
    await direct.query(
      `BEGIN READ WRITE; ALTER DATABASE ${database.name} ${state} default_transaction_read_only${state === 'SET' ? ' = on' : ''}; COMMIT`,
    );
    await direct.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name <> 'the test'`,
    );
  };

  it('is not ready and says why, refuses orders with 503 and Retry-After, and recovers by itself', async () => {
    expect((await ready()).status).toBe(200);
    await set('SET');
    const unready = await eventually(async () => {
      const response = await ready();
      return response.status === 503 && ((await response.json()) as { detail: string });
    });
    expect(unready.detail).toBe('database: the database is read-only: default_transaction_read_only is on');
    const refused = await eventually(async () => {
      const response = await place();
      const body = (await response.json()) as { detail: string };
      // The first requests get sessions that were ended.
      return body.detail.includes('read-only') && { response, body };
    });
    expect(refused.response.status).toBe(503);
    expect(refused.response.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(refused.body).toMatchObject({ type: 'urn:waybill:problem:database-unavailable' });
    await set('RESET');
    await untilReadySays(200);
    await eventually(async () => (await place()).status === 202);
  });
});

describe('while the broker is down', () => {
  it('accepts orders and stays ready, and reports what is degraded and since when', async () => {
    await nats.kill();
    try {
      await eventually(async () => (await checkOf('broker', 'relay'))?.status !== 'ok');
      expect((await ready()).status).toBe(200);
      expect((await place()).status).toBe(202);
      expect(await report()).toMatchObject({
        status: 'degraded',
        ready: true,
        checks: expect.arrayContaining([
          expect.objectContaining({ name: 'database', status: 'ok' }),
          expect.objectContaining({
            name: 'broker',
            role: 'consumers',
            detail: expect.stringContaining('not connected to NATS'),
            fix: expect.any(String),
            since: expect.any(String),
          }),
        ]),
      });
    } finally {
      await nats.start();
    }
    await eventually(async () => (await report()).status === 'ok');
  });
});
