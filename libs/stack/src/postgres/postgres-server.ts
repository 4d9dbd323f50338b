import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ignore } from '../errors.js';
import { asUser } from '../process/as-user.js';
import type { LogFile } from '../process/log-file.js';
import { identify, type ProcessIdentity } from '../process/process-identity.js';
import { startProcess, untilReady, type RunningProcess } from '../process/running-process.js';
import type { StopOptions } from '../process/stop-process.js';
import { unprivilegedUser } from '../process/unprivileged-user.js';
import { serverSettings } from '../server-settings.js';
import { postgresBinaries } from './binaries.js';
import { ADMINISTRATOR, postgresEnv, type Cluster } from './cluster.js';
import { connectionString } from './connection-string.js';
import { withClient } from './with-client.js';

export interface PostgresOptions {
  readonly cluster: Cluster;
  readonly port: number;
  readonly log: LogFile;
  /** Beyond `servers/postgres.conf`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** SIGINT is Postgres's fast shutdown: it ends the sessions, writes a checkpoint and exits. */
export const stopPostgresWith: Omit<StopOptions, 'now'> = { signal: 'SIGINT', deadline: 30_000 };

/** Starts Postgres on existing data with the settings of `servers/postgres.conf`. Recovery after a crash is its own. */
export async function startPostgres(options: PostgresOptions): Promise<RunningProcess> {
  const { cluster, port, log } = options;
  const conf = serverSettings('postgres.conf');
  const settings = { config_file: conf, port: String(port), ...options.settings };
  const args = [
    '-D',
    cluster.folder,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const launch = asUser(unprivilegedUser(), postgresBinaries().postgres, args, [conf, cluster.folder]);
  return startProcess({ name: 'postgres', ...launch, env: postgresEnv(), cwd: '/' }, log);
}

/** Resolves when it executes queries. */
export async function postgresReady(process: RunningProcess, url: string): Promise<void> {
  await untilReady(process, () => withClient(url, (client) => client.query('SELECT 1')));
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
    // After a reboot the number may belong to another process.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(join(dataDir, 'postgres'))
      ? identity
      : undefined;
  } catch (error) {
    return ignore(error, 'ENOENT', 'ESRCH');
  }
}
