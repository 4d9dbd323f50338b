import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import { BUCKETS } from '../append-rows.sql.js';
import { BucketLeases } from './bucket-leases.js';

const none: ReadonlySet<number> = new Set();
const all: ReadonlySet<number> = new Set(Array.from({ length: BUCKETS }, (_, bucket) => bucket));

describe('bucket leases', () => {
  let database: TestDatabase;
  let clients: pg.Client[] = [];

  beforeAll(async () => {
    database = await createTestDatabase('order');
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.end()));
    clients = [];
  });
  afterAll(() => database.drop());

  async function join(): Promise<{ leases: BucketLeases; client: pg.Client }> {
    const client = new pg.Client({ connectionString: database.url });
    clients.push(client);
    await client.connect();
    const session = Object.assign(client, { release: () => undefined });
    return { leases: await BucketLeases.join(session as never), client };
  }

  /** What the database says is locked, by the process that holds it. */
  async function locked(client: pg.Client): Promise<number> {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_locks
       WHERE locktype = 'advisory' AND classid = ${0x77617962} AND pid = pg_backend_pid()`,
    );
    return rows[0]!.count;
  }

  const disjoint = (...of: BucketLeases[]) => {
    const held = of.flatMap((leases) => [...leases.held]);
    expect(new Set(held).size).toBe(held.length);
    return held.length;
  };

  it('do not outlive their relay by hours where it is gone without a word', async () => {
    const { client } = await join();
    const { rows } = await client.query(
      `SELECT current_setting('tcp_keepalives_idle') AS idle, current_setting('tcp_keepalives_interval') AS interval,
         current_setting('tcp_keepalives_count') AS count`,
    );
    // As the server's socket has it, not only the session.
    expect(rows).toEqual([{ idle: '10', interval: '5', count: '3' }]);
  });

  it('are all of a relay that is alone', async () => {
    const { leases } = await join();
    await leases.rebalance(none);
    expect(leases.all).toBe(true);
  });

  it('are shared out fairly as relays come, no bucket to two of them', async () => {
    const relays = [];
    for (let count = 1; count <= 3; count++) {
      relays.push((await join()).leases);
      for (let round = 0; round < 2; round++) for (const leases of relays) await leases.rebalance(none);
      expect(disjoint(...relays)).toBe(BUCKETS);
      for (const leases of relays) expect(leases.held.size).toBeLessThanOrEqual(Math.ceil(BUCKETS / count));
    }
  });

  it('of a relay that is never idle are no longer claimed from, and released once their rows are marked', async () => {
    const [busy, second] = [await join(), await join()];
    await busy.leases.rebalance(none);
    // Both are members by now, so half of them has to go; all have rows in flight.
    await busy.leases.rebalance(all);
    expect(busy.leases.held.size).toBe(BUCKETS / 2);
    await second.leases.rebalance(none);
    expect(disjoint(busy.leases, second.leases)).toBe(BUCKETS);

    const third = await join();
    const inFlight = new Set(busy.leases.held);
    await busy.leases.rebalance(inFlight);
    expect(busy.leases.held.size).toBe(Math.ceil(BUCKETS / 3));
    // Held until the rows are marked: no other relay gets them.
    expect(await locked(busy.client)).toBe(BUCKETS / 2);
    await third.leases.rebalance(none);
    expect(third.leases.held.size).toBe(0);
    await busy.leases.rebalance(new Set(busy.leases.held));
    expect(await locked(busy.client)).toBe(busy.leases.held.size);
    await third.leases.rebalance(none);
    expect(third.leases.held.size).toBeGreaterThan(0);
  });

  it('go to the others when their relay leaves, and when its session ends without a word', async () => {
    const [leaving, dying, staying] = [await join(), await join(), await join()];
    const relays = [leaving, dying, staying];
    for (let round = 0; round < 3; round++) for (const { leases } of relays) await leases.rebalance(none);
    await leaving.leases.leave();
    expect(leaving.leases.held.size).toBe(0);
    await dying.client.end();
    clients = clients.filter((client) => client !== dying.client);
    // The server ends the session, and with it its locks, in its own time.
    do await staying.leases.rebalance(none);
    while (!staying.leases.all);
    expect(await locked(staying.client)).toBe(BUCKETS);
  });
});
