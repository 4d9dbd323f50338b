import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { unprivilegedUser, withClient } from '@waybill/stack/parts';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';

export interface TestPgBouncer extends AsyncDisposable {
  /** The same database, through the pooler. */
  readonly url: string;
  stop(): Promise<void>;
}

/** The machine's pgbouncer, or undefined. Systems install it outside the PATH of ordinary users. */
export function findPgBouncer(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, 'pgbouncer')).find(isProgram);
}

/** A pooler in front of one database, set up for applications as its manual says. */
export async function startPgBouncer(
  program: string,
  databaseUrl: string,
  poolMode: 'session' | 'transaction',
): Promise<TestPgBouncer> {
  const target = new URL(databaseUrl);
  const database = target.pathname.slice(1);
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'waybill-pgbouncer-'));
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(
    file,
    `[databases]
${database} = host=${target.hostname} port=${target.port} user=${target.username} password=${decodeURIComponent(target.password)}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${poolMode}
ignore_startup_parameters = options, idle_in_transaction_session_timeout
`,
  );
  // It refuses to run as root, and the user it runs as has to read its file.
  chmodSync(folder, 0o755);
  const user = unprivilegedUser();
  const child = spawn(program, ['-q', file], { stdio: 'ignore', uid: user?.uid, gid: user?.gid });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGINT');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  try {
    const probe = () => withClient(url.href, (client) => client.query('SELECT 1'));
    await eventually(probe, { timeoutMs: 20_000, what: 'pgbouncer accepts connections' });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: url.href, stop, [Symbol.asyncDispose]: stop };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
