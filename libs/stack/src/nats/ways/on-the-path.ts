import { join } from 'node:path';
import { firstExecutable } from '../../process/unprivileged-user.js';
import { isAtLeast, natsVersionOf, OLDEST_NATS_VERSION } from '../nats-version.js';
import { notFound, type Way } from '../way.js';

/** 2. A `nats-server` on the PATH, if it is new enough. */
export const onThePath: Way = {
  name: 'PATH',
  async find({ path, platform }) {
    const program = platform === 'win32' ? 'nats-server.exe' : 'nats-server';
    const file = firstExecutable(path.map((folder) => join(folder, program)));
    if (file === undefined) return notFound('no nats-server there');
    const version = await natsVersionOf(file);
    if (!isAtLeast(version, OLDEST_NATS_VERSION)) {
      return notFound(`${file} is ${version}, older than ${OLDEST_NATS_VERSION}`);
    }
    return { kind: 'program', path: file, version, from: file };
  },
};
