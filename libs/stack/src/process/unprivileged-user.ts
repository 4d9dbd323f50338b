import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ignore, StackError } from '../errors.js';

export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * The user to run Postgres as when we are root (it refuses to run as root): an existing account, because creating one
 * would change the machine. Undefined when we are not root.
 */
export function unprivilegedUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = parsePasswd(readFileSync('/etc/passwd', 'utf8'));
  const user = ['postgres', 'nobody']
    .map((name) => accounts.find((account) => account.name === name))
    .find(Boolean);
  if (user) return user;
  throw new StackError(
    'NO_UNPRIVILEGED_USER',
    'Postgres does not run as root, and there is no user to run it as',
    {
      fix: 'run as an ordinary user, or create a user: useradd --system postgres',
    },
  );
}

export function parsePasswd(text: string): User[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }));
}

/** True if that user can reach the file and read it (run it, if it can be run), by the classic permission bits. */
export function canUse(user: User, path: string): boolean {
  const { mode } = statSync(path);
  const wanted = 0o4 | (mode & 0o100 ? 0o1 : 0);
  if (!allows(user, path, wanted)) return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!allows(user, folder, 0o1)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function allows(user: User, path: string, wanted: number): boolean {
  const { mode, uid, gid } = statSync(path);
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
  return ((mode >> shift) & wanted) === wanted;
}

/** The first of these files that exists and can be run by us. */
export function firstExecutable(paths: readonly string[]): string | undefined {
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch (error) {
      return ignore(error, 'ENOENT', 'EACCES', 'ENOTDIR') ?? false;
    }
  });
}
