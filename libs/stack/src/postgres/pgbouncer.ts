import { accessSync, chmodSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { LogFile } from '../process/log-file.js';
import { startProcess, type RunningProcess } from '../process/running-process.js';
import { stopChild } from '../process/stop-process.js';
import { unprivilegedUser } from '../process/unprivileged-user.js';
import { waitUntil } from '../process/wait-until.js';
import { withClient } from './with-client.js';

/** A pooler in front of one database. */
export interface PgBouncer extends AsyncDisposable {
  /** The same database, through the pooler. */
  readonly url: string;
  /** Ends it as a crash would, with every session of its clients. */
  kill(): Promise<void>;
  /** Again on the same port, and waits until it accepts connections. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface PgBouncerOptions {
  readonly program: string;
  readonly databaseUrl: string;
  readonly poolMode: 'session' | 'transaction';
  /** On 127.0.0.1. */
  readonly port: number;
}

/** The machine's pgbouncer, or undefined. Systems install it outside the PATH of ordinary users. */
export function findPgBouncer(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, 'pgbouncer')).find(isProgram);
}

/** Set up for applications as its manual says. Resolves when it accepts connections. */
export async function startPgBouncer(options: PgBouncerOptions): Promise<PgBouncer> {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-pgbouncer-'));
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(file, settings(options));
  // It refuses to run as root, and the user it runs as has to read its file.
  chmodSync(folder, 0o755);
  const user = unprivilegedUser();
  const url = Object.assign(new URL(options.databaseUrl), { hostname: '127.0.0.1', port: options.port }).href;
  const log = new LogFile(join(folder, 'pgbouncer.log'));
  let running: RunningProcess | undefined;
  const start = async () => {
    running = await startProcess(
      {
        ...{ name: 'pgbouncer', file: options.program, args: ['-q', file], env: {} },
        ...(user && { uid: user.uid, gid: user.gid }),
      },
      log,
    );
    await waitUntil(() => withClient(url, (client) => client.query('SELECT 1')), {
      until: 'pgbouncer accepts connections',
      timeout: 20_000,
    });
  };
  const stop = async () => {
    if (running) await stopChild(running, { signal: 'SIGINT', deadline: 10_000 });
    rmSync(folder, { recursive: true, force: true });
  };
  const kill = async () => {
    running?.send('SIGKILL');
    await running?.exited;
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, kill, start, stop, [Symbol.asyncDispose]: stop };
}

function settings({ databaseUrl, poolMode, port }: PgBouncerOptions): string {
  const { pathname, hostname, port: target, username, password } = new URL(databaseUrl);
  return `[databases]
${pathname.slice(1)} = host=${hostname} port=${target} user=${username} password=${decodeURIComponent(password)}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${poolMode}
ignore_startup_parameters = options, idle_in_transaction_session_timeout
`;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
