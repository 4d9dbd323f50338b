import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, severableDatabase, type TestDatabase } from '@waybill/testing';
import pg from 'pg';
import { surviving } from '../guarantees/testing/pg-transactions.js';
import { DatabaseProbe } from './database-probe.js';

describe('a probe of the database', () => {
  let database: TestDatabase;
  let link: Awaited<ReturnType<typeof severableDatabase>>;
  /** The test's own way to it. */
  let direct: pg.Pool;
  let pool: pg.Pool;
  let probe: DatabaseProbe;

  beforeAll(async () => {
    database = await createTestDatabase('order');
    link = await severableDatabase(database.url);
    direct = new pg.Pool({ connectionString: database.url });
    pool = surviving(new pg.Pool({ connectionString: link.url, max: 3 }));
  });
  afterEach(() => probe.stop());
  afterAll(async () => {
    await pool.end();
    await link.cut();
    await direct.end();
    await database.drop();
  });

  const probing = (options: ConstructorParameters<typeof DatabaseProbe>[1] = {}) =>
    (probe = new DatabaseProbe(pool, { tables: ['outbox'], ...options }));
  const look = async () => {
    await probe.look();
    return probe.check();
  };

  it('finds it writable and migrated', async () => {
    probing();
    expect(probe.check()).toMatchObject([{ status: 'failing', detail: 'not asked yet' }]);
    expect(await look()).toEqual([
      { name: 'database', role: 'all', status: 'ok' },
      { name: 'migrations', role: 'all', status: 'ok' },
    ]);
  });

  it('finds it read-only for new sessions, although its own can still write, and writable again', async () => {
    probing({ renewMs: 0 });
    await look();
    await direct.query(`ALTER DATABASE ${database.name} SET default_transaction_read_only = on`);
    try {
      expect(await look()).toMatchObject([
        {
          name: 'database',
          status: 'failing',
          detail: expect.stringContaining('read-only'),
          fix: expect.any(String),
        },
        { name: 'migrations', status: 'ok' },
      ]);
    } finally {
      await direct.query(
        `SET default_transaction_read_only = off; ALTER DATABASE ${database.name} RESET default_transaction_read_only`,
      );
    }
    expect(await look()).toMatchObject([{ status: 'ok' }, { status: 'ok' }]);
  });

  it('names the tables that are missing, and reads nothing else then', async () => {
    let read = 0;
    probing({ tables: ['outbox', 'nothing_of_the_kind'], alsoRead: async () => void (read += 1) });
    expect(await look()).toMatchObject([
      { name: 'database', status: 'ok' },
      { name: 'migrations', status: 'failing', detail: 'the database has no nothing_of_the_kind' },
    ]);
    expect(read).toBe(0);
  });

  it('finds it gone, without an address in the words, and there again', async () => {
    probing();
    await look();
    await link.cut();
    expect(await look()).toMatchObject([
      { name: 'database', status: 'failing', detail: 'the database does not respond: ECONNREFUSED' },
    ]);
    await link.restore();
    expect(await look()).toMatchObject([{ status: 'ok' }, { status: 'ok' }]);
  });

  it('takes the end of its own session for no more than that', async () => {
    probing();
    await look();
    await direct.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    expect(await look()).toMatchObject([{ status: 'ok' }, { status: 'ok' }]);
  });

  it('is not held up by a pool whose sessions are all in use, once it has its own', async () => {
    probing({ renewMs: 60_000 });
    await look();
    const busy = await Promise.all([pool.connect(), pool.connect()]);
    try {
      expect(await look()).toMatchObject([{ status: 'ok' }, { status: 'ok' }]);
    } finally {
      for (const session of busy) session.release();
    }
  });

  it('gives a database up that takes a statement and says nothing', async () => {
    const silent = {
      query: () => new Promise<never>(() => undefined),
      release: () => {},
      on: () => {},
      removeListener: () => {},
    };
    probe = new DatabaseProbe({ connect: async () => silent }, { replyMs: 1 });
    expect(await look()).toMatchObject([
      { status: 'failing', detail: expect.stringContaining('did not respond to a statement') },
    ]);
  });

  it('is content with its session where no more are given, and says so', async () => {
    let connections = 0;
    const connect = async () => {
      if (++connections > 1) throw Object.assign(new Error('sorry, too many clients'), { code: '53300' });
      return pool.connect();
    };
    probe = new DatabaseProbe({ connect }, { renewMs: 0 });
    await look();
    expect(await look()).toMatchObject([
      { status: 'degraded', detail: 'the database accepts no more connections' },
      { name: 'migrations' },
    ]);
  });
});
