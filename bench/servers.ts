import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
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
export async function withServers(
  measure: (servers: Servers) => Promise<void>,
  { services = [] }: Pick<StackOptions, 'services'> = {},
): Promise<void> {
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
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 6 });
  try {
    await measure({
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

async function inTransaction<T>(pool: pg.Pool, work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
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

/** Prints the machine and the servers, without which the figures mean nothing. */
export async function printSetUp({ pool, natsUrl }: Servers, what: string): Promise<void> {
  const { connect } = await import('@nats-io/transport-node');
  const connection = await connect({ servers: natsUrl });
  const nats = connection.info?.version;
  await connection.close();
  const { rows } = await pool.query<{ version: string; commit: string }>(
    `SELECT current_setting('server_version') AS version, current_setting('synchronous_commit') AS commit`,
  );
  const [cpu] = cpus();
  console.log(
    `set-up: ${cpus().length} × ${cpu?.model.trim()}, all on one machine; Node ${process.versions.node};`,
  );
  console.log(`        nats-server ${nats}, file storage, 1 replica, default sync_interval (2 min);`);
  console.log(`        Postgres ${rows[0]?.version}, synchronous_commit ${rows[0]?.commit}; ${what}`);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Nearest-rank quantile. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}
