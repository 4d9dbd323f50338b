import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ignore, StackError } from '../errors.js';
import { asUser } from '../process/as-user.js';
import { unprivilegedUser } from '../process/unprivileged-user.js';
import { postgresBinaries } from './binaries.js';

/** A folder of Postgres data, with the password of its administrator. */
export interface Cluster {
  readonly folder: string;
  readonly password: string;
  /** True if it is new. */
  readonly fresh: boolean;
}

export const ADMINISTRATOR = 'postgres';

/**
 * Makes the cluster if there is none. It is made in another folder and renamed when complete, so that a crash in between
 * leaves nothing that looks like data. UTF-8 with Postgres's own C.UTF-8 rules: the machine's locales are not used, since
 * an upgrade of the C library changes their sort order and breaks indexes.
 */
export async function ensureCluster(dataDir: string): Promise<Cluster> {
  const folder = join(dataDir, 'postgres');
  const passwordFile = join(dataDir, 'postgres-password');
  if (await read(join(folder, 'PG_VERSION'))) {
    const password = await read(passwordFile);
    if (password) return { folder, password, fresh: false };
    throw new StackError(
      'PASSWORD_LOST',
      `${folder} holds data, but its password file ${passwordFile} is missing`,
      {
        fix: 'restore the file, or start with empty data: npm start -- --fresh',
      },
    );
  }
  const password = randomBytes(18).toString('base64url');
  await mkdir(dataDir, { recursive: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  await initialise(folder, password);
  return { folder, password, fresh: true };
}

async function initialise(folder: string, password: string): Promise<void> {
  const draft = `${folder}.new`;
  const secret = `${folder}.secret`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(secret, password, { mode: 0o600 });
  const user = unprivilegedUser();
  if (user) for (const path of [draft, secret]) await chown(path, user.uid, user.gid);
  const { initdb } = postgresBinaries();
  const options = [
    `--pgdata=${draft}`,
    `--username=${ADMINISTRATOR}`,
    `--pwfile=${secret}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-sync', // after a crash of the machine now, the cluster is simply made again
  ];
  const launch = asUser(user, initdb, options, [draft, secret]);
  try {
    await run(launch.file, launch.args, { uid: launch.uid, gid: launch.gid, env: postgresEnv(), cwd: '/' });
  } catch (cause) {
    await rm(draft, { recursive: true, force: true });
    const { stderr } = cause as { stderr?: string };
    throw new StackError(
      'INITDB_FAILED',
      `Postgres could not make its data folder:\n${stderr ?? String(cause)}`,
      { cause },
    );
  } finally {
    await rm(secret, { force: true });
  }
  await rename(draft, folder);
}

/** Nothing of the caller's environment: PGDATA, PGOPTIONS, LC_ALL and the like would change what the server does. */
export function postgresEnv(): NodeJS.ProcessEnv {
  return { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

async function read(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    return ignore(error, 'ENOENT');
  }
}

const run = promisify(execFile);
