import { connect } from '@nats-io/transport-node';
import { cpus, getPriority, loadavg, totalmem } from 'node:os';
import type { Servers } from './servers.ts';

/** The machine and the servers, without which the figures mean nothing. */
export interface SetUp {
  readonly date: string;
  readonly cpu: string;
  readonly memory: string;
  /** Before the run: what else was at work, and whether the run gave way to it. */
  readonly load: string;
  readonly node: string;
  readonly nats: string;
  readonly postgres: string;
}

export async function readSetUp({ pool, natsUrl }: Servers): Promise<SetUp> {
  const connection = await connect({ servers: natsUrl });
  const nats = connection.info?.version;
  await connection.close();
  const { rows } = await pool.query<{ version: string; commit: string }>(
    `SELECT current_setting('server_version') AS version, current_setting('synchronous_commit') AS commit`,
  );
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: `${cpus().length} × ${cpus()[0]?.model.trim()}, all on one machine`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    load: `${loadavg()[0]!.toFixed(1)} before the run${getPriority() === 0 ? '' : `, niceness ${getPriority()}`}`,
    node: process.versions.node,
    nats: `${nats}, file storage, 1 replica, default sync_interval (2 min)`,
    postgres: `${rows[0]?.version}, synchronous_commit ${rows[0]?.commit}`,
  };
}

export function printSetUp(setUp: SetUp): void {
  for (const [what, is] of Object.entries(setUp)) console.log(`${what.padEnd(9)} ${is}`);
}
