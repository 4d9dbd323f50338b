import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { findPgBouncer, startPgBouncer, type TestPgBouncer } from '@waybill/testing';
import pg from 'pg';
import { surviving } from '../../guarantees/testing/pg-transactions.js';
import { Site } from '../../guarantees/testing/site.js';
import { silentLog } from '../../log.js';
import type { Publisher } from '../../transport/transport.js';
import { Outbox } from '../outbox.js';
import { BUCKETS } from '../append-rows.sql.js';
import { PooledSession } from './own-session.js';
import { Relay } from './relay.js';

const program = findPgBouncer();
const accepting: Publisher = {
  publish: ({ id }) => Promise.resolve({ stream: id, position: '1', duplicate: false }),
};

if (!program) {
  console.warn('no pgbouncer on this machine (Debian: apt-get install pgbouncer): its tests are left out');
}

(program ? describe : describe.skip)('the relay behind PgBouncer', () => {
  let site: Site;
  let pooler: TestPgBouncer | undefined;
  let pool: pg.Pool;

  beforeAll(async () => {
    site = await Site.open();
  });
  beforeEach(() => site.pool.query('TRUNCATE outbox'));
  afterEach(async () => {
    await pool.end();
    await pooler?.stop();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  async function behind(mode: 'session' | 'transaction'): Promise<void> {
    pooler = await startPgBouncer(program!, site.database.url, mode);
    pool = surviving(new pg.Pool({ connectionString: pooler.url, max: 10 }));
  }
  const locks = async () => {
    const { rows } = await site.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_locks
       WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return rows[0]!.count;
  };
  const relayOn = (sessions: pg.Pool) => new Relay(sessions, accepting, silentLog);
  const append = () =>
    new Outbox(site.service, [site.contract]).publish(site.pool, site.contract, { key: 'a', n: 1 });

  it('is refused where transactions are pooled, and leaves no lock behind', async () => {
    await behind('transaction');
    await expect(relayOn(pool).start()).rejects.toThrow(/DATABASE_DIRECT_URL/);
    expect(await locks()).toBe(0);
  });

  it('is refused there too while other clients come between', async () => {
    await behind('transaction');
    const stop = new AbortController();
    const others = Array.from({ length: 6 }, async () => {
      while (!stop.signal.aborted) await pool.query('SELECT pg_sleep(random() / 200)');
    });
    try {
      for (let times = 0; times < 5; times++)
        await expect(relayOn(pool).start()).rejects.toBeInstanceOf(PooledSession);
    } finally {
      stop.abort();
      await Promise.all(others);
    }
    expect(await locks()).toBe(0);
  });

  it('works where sessions are pooled, and gives its leases back', async () => {
    await behind('session');
    const relay = relayOn(pool);
    const stopped = relay.start();
    await append();
    await site.untilPublished();
    expect(await locks()).toBe(BUCKETS + 1);
    await relay.stop();
    await stopped;
    expect(await locks()).toBe(0);
  });

  it('works on sessions of its own while the service goes through the pooler', async () => {
    await behind('transaction');
    const replica = await site.start({
      roles: ['relay'],
      databaseUrl: pooler!.url,
      directPool: site.pool,
    });
    try {
      for (let n = 1; n <= 34; n++) await site.append(replica, [{ key: `key-${n}`, n }]);
      await site.untilPublished();
    } finally {
      await site.stopReplicas();
    }
    expect(await locks()).toBe(0);
  });
});
