import { connectJetStream } from '@waybill/messaging/jetstream';
import { Cleaner, MessagingService } from '@waybill/messaging/operations';
import { createTestDatabase, eventually, testNats, testPostgres, type TestDatabase } from '@waybill/testing';
import pg from 'pg';
import { BenchHappened, benchLog } from '../bench-happened.ts';
import { happened } from '../events.ts';
import { inTransaction } from '../servers.ts';
import { read, type Reading } from './readings.ts';

const RETENTION_MS = 7 * 24 * 60 * 60 * 1000;
/** A retention is this many steps long. */
const STEPS = 20;

export interface Turnover extends AsyncDisposable {
  /** As many events as the retention keeps: published and handled, while the same number become too old and go. */
  turn(): Promise<void>;
  read(): Promise<Reading>;
}

export async function startTurnover(kept: number): Promise<Turnover> {
  await hurryAutovacuum();
  const database = await createTestDatabase('order');
  const pool = new pg.Pool({ connectionString: database.url, max: 10 });
  const session = await pool.connect();
  const messaging = await startRelay(database, pool);
  const cleaner = new Cleaner({ run: (work) => inSession(session, work) }, benchLog, RETENTION_MS);
  const begun: Date[] = [];

  /** The clock of the clean-up: it finds too old what is more than the retention's steps back. */
  const clean = () => {
    const oldest = begun.at(-STEPS);
    return oldest ? cleaner.clean(new Date(oldest.getTime() + RETENTION_MS)) : Promise.resolve(0);
  };

  const step = async () => {
    begun.push(new Date());
    const events = Array.from({ length: Math.round(kept / STEPS) }, (_, i) => happened(i));
    await inTransaction(pool, (tx) => messaging.outbox.publishAll(tx, BenchHappened, events));
    await eventually(async () => {
      const { rows } = await pool.query('SELECT FROM outbox WHERE published_at IS NULL LIMIT 1');
      return rows.length === 0;
    });
    await pool.query(
      `INSERT INTO inbox (consumer, message_id) SELECT 'c', id FROM json_array_elements_text($1::json) AS id`,
      [JSON.stringify(events.map(({ id }) => id))],
    );
    await clean();
  };

  return {
    async turn() {
      for (let i = 0; i < STEPS; i += 1) await step();
    },
    read: () => read(session, clean),
    async [Symbol.asyncDispose]() {
      await messaging.stop();
      session.release();
      await pool.end();
      await database.drop();
    },
  };
}

/** Time is compressed, and autovacuum's with it. */
async function hurryAutovacuum(): Promise<void> {
  const administrator = new pg.Client({ connectionString: (await testPostgres()).administratorUrl });
  await administrator.connect();
  await administrator.query(`ALTER SYSTEM SET autovacuum_naptime = '1s'`);
  await administrator.query('SELECT pg_reload_conf()');
  await administrator.end();
}

async function startRelay(database: TestDatabase, pool: pg.Pool): Promise<MessagingService<pg.PoolClient>> {
  const { url } = await testNats();
  const messaging = new MessagingService<pg.PoolClient>({
    service: 'bench',
    roles: new Set(['relay']),
    transport: await connectJetStream({ servers: [url], name: database.name, log: benchLog }),
    pool,
    transaction: (work) => inTransaction(pool, work),
    subscriptions: [],
    publishes: [BenchHappened],
    invoke: async () => {},
    log: benchLog,
  });
  await messaging.reconcile();
  messaging.startRelay();
  return messaging;
}

async function inSession<T>(session: pg.PoolClient, work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  await session.query('BEGIN');
  try {
    const result = await work(session);
    await session.query('COMMIT');
    return result;
  } catch (error) {
    await session.query('ROLLBACK');
    throw error;
  }
}
