import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PreparingClient } from '@waybill/service/postgres';
import pg from 'pg';
import {
  freePortBase,
  portPlan,
  runningLogins,
  stackConfig,
  startStack,
  type StackOptions,
  textReporter,
} from '@waybill/stack';

export interface Servers {
  pool: pg.Pool;
  /** The order service's own, migrated, as its owner: measurements empty tables. */
  databaseUrl: string;
  natsUrl: string;
  /** Empty if the console does not run. */
  consoleUrl: string;
  /** Runs work in one transaction. */
  transaction<T>(work: (tx: pg.PoolClient) => Promise<T>): Promise<T>;
}

/** Runs `measure` with an embedded Postgres and nats-server, both new, and no service but those named. */
export async function withServers<T>(
  measure: (servers: Servers) => Promise<T>,
  { services = [] }: Pick<StackOptions, 'services'> = {},
): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'waybill-bench-'));
  const stack = await startStack({
    dataDir,
    // Away from those of `npm start`.
    ports: portPlan(await freePortBase(21_000)),
    config: stackConfig(),
    report: textReporter(() => {}),
    services,
  });
  const { owner: databaseUrl } = runningLogins(dataDir, 'order', stack.state.postgres['order']!);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 24, Client: PreparingClient });
  try {
    return await measure({
      pool,
      databaseUrl,
      natsUrl: stack.state.nats,
      consoleUrl: stack.state.urls['console'] ?? '',
      transaction: (work) => inTransaction(pool, work),
    });
  } finally {
    await pool.end();
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

export async function inTransaction<T>(pool: pg.Pool, work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
