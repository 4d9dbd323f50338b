import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { defineEvent, Outbox } from '@waybill/messaging';
import { createTestDatabase, findPgBouncer, startPgBouncer, type TestDatabase } from '@waybill/testing';
import { z } from 'zod';
import { PgDatabase } from './pg-database.js';

const Sent = defineEvent({
  type: 'parcel.sent',
  version: 1,
  owner: 'parcels',
  key: ({ id }) => id,
  schema: z.object({ id: z.string() }),
});
const outbox = new Outbox('parcels', [Sent]);

let site: TestDatabase;
let database: PgDatabase | undefined;

beforeAll(async () => {
  site = await createTestDatabase('order');
});
afterEach(() => database?.onApplicationShutdown());
afterAll(() => site.drop());

/** Publishes twice on the one connection, and gives the library's statements that the server has prepared on it. */
async function preparedThrough(databaseUrl: string): Promise<string[]> {
  database = PgDatabase.lazy({ databaseUrl, databasePool: 1, name: 'parcels' });
  for (const id of ['a', 'b']) await database.transaction((tx) => outbox.publish(tx, Sent, { id }));
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT name FROM pg_prepared_statements WHERE name LIKE 'waybill_%'`,
  );
  return rows.map(({ name }) => name);
}

describe('a session of the pool', () => {
  it("prepares the library's statements", async () => {
    expect(await preparedThrough(site.url)).toEqual(['waybill_append_row']);
  });

  (findPgBouncer() ? it : it.skip)('does not behind PgBouncer', async () => {
    const pooler = await startPgBouncer(findPgBouncer()!, site.url, 'transaction');
    try {
      expect(await preparedThrough(pooler.url)).toEqual([]);
    } finally {
      await database?.onApplicationShutdown();
      database = undefined;
      await pooler.stop();
    }
  });
});
