import { StackError } from '../errors.js';
import { canUse, firstExecutable, type User } from './unprivileged-user.js';

export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * How to run a file as another user. A checkout below a private folder (root's home, a `mktemp -d`) is closed to that
 * user; the process then keeps the one capability that lets it pass (CAP_DAC_OVERRIDE, given by `setpriv` as an ambient
 * capability); the program is not copied and the folders' permissions stay.
 *
 * @param user undefined: as ourselves
 * @param needs files and folders that it has to reach, besides the program itself
 */
export function asUser(
  user: User | undefined,
  file: string,
  args: readonly string[],
  needs: readonly string[],
): Launch {
  if (user === undefined) return { file, args };
  const closed = [file, ...needs].find((path) => !canUse(user, path));
  if (closed === undefined) return { file, args, uid: user.uid, gid: user.gid };
  const setpriv = firstExecutable(['/usr/bin/setpriv', '/bin/setpriv']);
  if (setpriv === undefined) {
    throw new StackError('CLOSED_TO_USER', `Postgres runs as ${user.name}, who cannot reach ${closed}`, {
      fix: 'run as an ordinary user, or move the checkout to a folder that every user may enter',
    });
  }
  return {
    file: setpriv,
    args: [
      `--reuid=${user.uid}`,
      `--regid=${user.gid}`,
      '--clear-groups',
      // access(2), by which Postgres looks for its own programs, ignores capabilities unless this bit is set
      '--securebits=+no_setuid_fixup',
      '--inh-caps=+dac_override',
      '--ambient-caps=+dac_override',
      file,
      ...args,
    ],
  };
}
