import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SERVERS = ['postgres', 'nats'] as const;
type Server = (typeof SERVERS)[number];

/** With owners and modes, which Postgres insists on. */
const copy = (from: string, to: string) => promisify(execFile)('cp', ['-a', from, to]);

/** Of servers that are stopped. */
export async function backUp(dataDir: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const server of SERVERS) await copy(join(dataDir, server), join(folder, server));
}

/** @param from the folder of the backup, by server */
export async function restore(dataDir: string, from: Readonly<Record<Server, string>>): Promise<void> {
  for (const server of SERVERS) {
    await rm(join(dataDir, server), { recursive: true, force: true });
    await copy(join(from[server], server), join(dataDir, server));
  }
}
