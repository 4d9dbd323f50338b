import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import { PgDatabase, TransactionNotCommitted } from './index.js';

const CONNECTIONS = 2;

let site: TestDatabase;
let database: PgDatabase;

const open = (databaseUrl: string) =>
  PgDatabase.open({ databaseUrl, databasePool: CONNECTIONS, name: 'parcels' });
const add = (text: string) => database.pool.query('INSERT INTO parcel VALUES ($1)', [text]);
const parcels = async () =>
  (await database.pool.query<{ id: string }>('SELECT id FROM parcel ORDER BY id')).rows.map(({ id }) => id);

beforeAll(async () => {
  site = await createTestDatabase('order');
  database = await open(site.url);
  await database.pool.query('CREATE TABLE parcel (id text PRIMARY KEY)');
});
afterAll(async () => {
  await database?.onApplicationShutdown();
  await site?.drop();
});

describe('a transaction', () => {
  it('commits the work and returns its result', async () => {
    const id = await database.transaction(async (tx) => {
      await tx.query(`INSERT INTO parcel VALUES ('kept')`);
      return 'kept';
    });
    expect(await parcels()).toContain(id);
  });

  it('leaves nothing behind if its work throws, and throws the same error', async () => {
    const failure = new Error('no');
    const failing = database.transaction(async (tx) => {
      await tx.query(`INSERT INTO parcel VALUES ('lost')`);
      throw failure;
    });
    await expect(failing).rejects.toBe(failure);
    expect(await parcels()).not.toContain('lost');
  });

  it('throws if its work swallowed the error of a statement: nothing was committed', async () => {
    const swallowing = database.transaction(async (tx) => {
      await tx.query(`INSERT INTO parcel VALUES ('swallowed')`);
      await tx.query('SELECT 1/0').catch(() => undefined);
    });
    await expect(swallowing).rejects.toThrow(TransactionNotCommitted);
    expect(await parcels()).not.toContain('swallowed');
  });

  it('refuses a statement after its end, which the client would run in its next transaction', async () => {
    let late!: pg.PoolClient;
    await database.transaction(async (tx) => void (late = tx));
    await database.transaction(async (tx) => {
      await tx.query(`INSERT INTO parcel VALUES ('next')`);
      await expect(late.query(`INSERT INTO parcel VALUES ('late')`)).rejects.toMatchObject({
        code: 'TRANSACTION_ENDED',
      });
    });
    expect(await parcels()).toEqual(expect.arrayContaining(['next']));
    expect(await parcels()).not.toContain('late');
  });

  it('throws if its connection is lost, and the pool is as large as before', async () => {
    for (let cut = 0; cut <= CONNECTIONS; cut++) {
      const failing = database.transaction(async (tx) => {
        await tx.query(`INSERT INTO parcel VALUES ('cut')`);
        await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
      });
      await expect(failing).rejects.toThrow();
    }
    await Promise.all(Array.from({ length: CONNECTIONS }, (_, i) => add(`after-${i}`)));
    expect(await parcels()).not.toContain('cut');
  });
});

describe('a pool', () => {
  it('uses UTC, whatever the time zone of the database', async () => {
    await database.pool.query(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET TimeZone = ''Asia/Tokyo''', current_database()); END $$`,
    );
    const later = await open(site.url);
    try {
      const { rows } = await later.pool.query('SHOW TimeZone');
      expect(rows).toEqual([{ TimeZone: 'UTC' }]);
    } finally {
      await later.onApplicationShutdown();
    }
  });

  it('does not open if its URL sets another time zone, and says what to do', async () => {
    const url = new URL(site.url);
    url.searchParams.set('options', '-c TimeZone=Asia/Tokyo');
    await expect(open(url.href)).rejects.toThrow(/Asia\/Tokyo.*DATABASE_URL/);
  });

  it('does not open if the server is down', async () => {
    await expect(open('postgresql://nobody@127.0.0.1:1/none')).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });
});
