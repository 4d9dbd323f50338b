import { join } from 'node:path';
import {
  administratorUrl,
  ensureCluster,
  LogFile,
  postgresReady,
  type RunningProcess,
  startPostgres,
} from '@waybill/stack/parts';
import { freePort } from './free-port.js';

/** A Postgres for tests, which get databases on it from `createTestDatabase`. */
export interface TestPostgres {
  /** A superuser's connection string. */
  readonly administratorUrl: string;
  readonly port: number;
}

/**
 * The settings of the stack’s `postgres.conf`, without waiting for the disk: the data is deleted with the run. More
 * connections, because several test files run at once.
 */
export async function startTestPostgres(
  folder: string,
  onStarted: (process: RunningProcess) => void,
): Promise<TestPostgres> {
  const cluster = await ensureCluster(folder);
  const port = await freePort();
  const settings = { fsync: 'off', max_connections: '200' };
  const log = new LogFile(join(folder, 'postgres.log'));
  const process = await startPostgres({ cluster, port, log, settings });
  onStarted(process);
  const url = administratorUrl(cluster, port);
  await postgresReady(process, url);
  return { administratorUrl: url, port };
}
