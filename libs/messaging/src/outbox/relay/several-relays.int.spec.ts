import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import { eventually } from '../../guarantees/testing/eventually.js';
import { eventsOf, happenedIn } from '../../guarantees/testing/events.js';
import { surviving, transactionsOf } from '../../guarantees/testing/pg-transactions.js';
import { PublishRefused } from '../../errors.js';
import { silentLog, type Log } from '../../log.js';
import { CE_PARTITION_KEY } from '../../message/cloud-events.js';
import type { ConnectionPool, PooledConnection } from '../../sql/connection-pool.js';
import type { OutgoingMessage, Published, Publisher } from '../../transport/transport.js';
import { Outbox } from '../outbox.js';
import { outboxStatus } from '../status.sql.js';
import { Relay, type RelayOptions } from './relay.js';

const contract = happenedIn('test', 'test');
const KEYS = Array.from({ length: 40 }, (_, index) => `key-${index}`);
const options: RelayOptions = { batchSize: 10, pollMs: { min: 1, max: 5 }, rebalanceMs: 10 };

/** Counts what is sent; acknowledges at once, or when it is told to. */
class CountingBroker implements Publisher {
  readonly sent: string[] = [];
  isHolding = false;
  /** A key whose rows are refused. */
  refuses: string | undefined;
  #held: (() => void)[] = [];

  async publish({ id, headers }: OutgoingMessage): Promise<Published> {
    if (headers[CE_PARTITION_KEY] === this.refuses) throw new PublishRefused('refused by the test');
    this.sent.push(id);
    if (this.isHolding) await new Promise<void>((resolve) => this.#held.push(resolve));
    return { stream: 'TEST', position: String(this.sent.length), duplicate: false };
  }

  acknowledge(): void {
    this.isHolding = false;
    for (const resolve of this.#held.splice(0)) resolve();
  }
}

/** The sessions of one relay, the last of which a test may touch, and the statements that have ended on them. */
class WatchedPool implements ConnectionPool {
  session: pg.PoolClient | undefined;
  statements = 0;

  constructor(private readonly pool: pg.Pool) {}

  async connect(): Promise<PooledConnection> {
    const session = (this.session = await this.pool.connect());
    return {
      processID: (session as unknown as PooledConnection).processID,
      query: (sql, values) => session.query(sql, values).finally(() => (this.statements += 1)),
      on: (event, listener) => session.on(event, listener),
      removeListener: (event, listener) => session.removeListener(event, listener),
      release: (destroy) => session.release(destroy),
    };
  }

  /** Resolves when the relay has looked for rows several times more. */
  async looked(): Promise<void> {
    const before = this.statements;
    await eventually(() => this.statements > before + 4);
  }
}

describe('a relay', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let broker: CountingBroker;
  const relays: Relay[] = [];
  let warnings: string[];

  beforeAll(async () => {
    database = await createTestDatabase('order');
    pool = surviving(new pg.Pool({ connectionString: database.url, max: 10 }));
  });
  beforeEach(async () => {
    broker = new CountingBroker();
    warnings = [];
    await pool.query('TRUNCATE outbox');
  });
  afterEach(async () => {
    broker.acknowledge();
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  function start(over: RelayOptions = {}): { relay: Relay; sessions: WatchedPool } {
    const sessions = new WatchedPool(pool);
    const log: Log = { ...silentLog, warn: (_fields, message) => void warnings.push(message) };
    const relay = new Relay(sessions, broker, log, { ...options, ...over });
    relays.push(relay);
    void relay.start();
    return { relay, sessions };
  }

  const append = (count: number) =>
    transactionsOf(pool)((tx) =>
      new Outbox('test', [contract]).publishAll(tx, contract, eventsOf(KEYS, count)),
    );
  const published = () => eventually(async () => (await outboxStatus(pool)).pending === 0);
  const leases = async () => {
    const { rows } = await pool.query<{ count: number; relays: number }>(
      `SELECT count(*)::int AS count, count(DISTINCT pid)::int AS relays FROM pg_locks
       WHERE locktype = 'advisory' AND classid = ${0x77617962}
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return rows[0]!;
  };

  it('sends no row that another relay sends: each goes out once', async () => {
    start();
    start();
    await eventually(async () => {
      const { count, relays } = await leases();
      return count === 64 && relays === 2;
    });
    await append(400);
    await published();
    expect(broker.sent).toHaveLength(400);
    expect(new Set(broker.sent).size).toBe(400);
  });

  it('does not send a row again that is on the wire', async () => {
    broker.isHolding = true;
    const { sessions } = start();
    await append(5);
    await eventually(() => broker.sent.length === 5);
    await sessions.looked();
    broker.acknowledge();
    await published();
    await sessions.looked();
    expect(broker.sent).toHaveLength(5);
  });

  it('that lost its session begins again only once the broker has answered for what is on the wire', async () => {
    broker.isHolding = true;
    const { sessions } = start();
    await append(5);
    await eventually(() => broker.sent.length === 5);
    const { processID } = sessions.session as unknown as PooledConnection;
    await pool.query('SELECT pg_terminate_backend($1)', [processID]);
    // Another one has taken over, and looked around for a while.
    const another = start();
    await eventually(() => broker.sent.length === 10);
    await another.sessions.looked();
    expect(warnings).toEqual([]);
    broker.acknowledge();
    await eventually(() => warnings.length === 1);
    await published();
  });

  it('sends what comes after a refused row of another key, while that one waits', async () => {
    broker.refuses = KEYS[0];
    start({ retry: { attempts: 8, baseMs: 3_600_000, maxMs: 3_600_000 } });
    await append(1);
    await eventually(async () => (await outboxStatus(pool)).refused === 1);
    await append(5);
    await eventually(() => broker.sent.length === 4);
    expect(await outboxStatus(pool)).toMatchObject({ parked: 0, refused: 1 });
  });

  it('that stops leaves no lease on the session that goes back to the pool', async () => {
    const { relay } = start();
    await eventually(async () => (await leases()).count === 64);
    await relay.stop();
    expect(await leases()).toEqual({ count: 0, relays: 0 });
  });

  it('sends nothing from the moment its session is read-only, which it could not mark', async () => {
    const { sessions } = start({ rebalanceMs: 3_600_000 });
    await eventually(async () => (await leases()).count === 64);
    await sessions.session!.query('SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY');
    await append(5);
    await sessions.looked();
    expect(broker.sent).toEqual([]);
    await sessions.session!.query('SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE');
    await published();
    expect(broker.sent).toHaveLength(5);
  });
});
