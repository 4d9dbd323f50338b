import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { systemErrorCode } from '../errors.js';
import { asUser } from '../process/as-user.js';
import type { LogFile } from '../process/log-file.js';
import { identify, type ProcessIdentity } from '../process/process-identity.js';
import { failIfGone, startProcess, type RunningProcess } from '../process/running-process.js';
import type { StopOptions } from '../process/stop-process.js';
import { unprivilegedUser } from '../process/unprivileged-user.js';
import { waitUntil } from '../process/wait-until.js';
import { inWorkspace } from '../workspace.js';
import { postgresBinaries } from './binaries.js';
import { ADMINISTRATOR, postgresEnv, type Cluster } from './cluster.js';
import { connectionString } from './connection-string.js';

export interface PostgresOptions {
  readonly cluster: Cluster;
  readonly port: number;
  readonly log: LogFile;
  /** Beyond `deploy/postgres.conf`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** SIGINT is Postgres's fast shutdown: it ends the sessions, writes a checkpoint and goes. */
export const stopPostgresWith: Omit<StopOptions, 'now'> = { signal: 'SIGINT', deadline: 30_000 };

/** Starts Postgres on existing data with the settings of `deploy/postgres.conf`. Recovery after a crash is its own. */
export async function startPostgres(options: PostgresOptions): Promise<RunningProcess> {
  const { cluster, port, log } = options;
  const conf = inWorkspace('deploy', 'postgres.conf');
  const settings = { config_file: conf, port: String(port), ...options.settings };
  const args = [
    '-D',
    cluster.folder,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const launch = asUser(unprivilegedUser(), postgresBinaries().postgres, args, [conf, cluster.folder]);
  return startProcess({ name: 'postgres', ...launch, env: postgresEnv(), cwd: '/' }, log);
}

/** Resolves when it answers a query. */
export async function postgresReady(process: RunningProcess, url: string): Promise<void> {
  await waitUntil(() => answers(url), {
    until: 'Postgres answers',
    timeout: 60_000,
    orFail: () => failIfGone(process),
  });
}

export function administratorUrl(cluster: Cluster, port: number): string {
  return connectionString({ user: ADMINISTRATOR, password: cluster.password, port, database: 'postgres' });
}

/** The server that runs on this data already (left over from a supervisor that was killed), by its own lock file. */
export function postgresOn(dataDir: string): ProcessIdentity | undefined {
  try {
    const [pid] = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    const identity = identify(Number(pid));
    if (identity === undefined || process.platform !== 'linux') return identity;
    // After a reboot the number may be somebody else's.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(join(dataDir, 'postgres'))
      ? identity
      : undefined;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT' || systemErrorCode(error) === 'ESRCH') return undefined;
    throw error;
  }
}

async function answers(url: string): Promise<true> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // the server may go while we ask; the query below then rejects
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } finally {
    await client.end();
  }
}
