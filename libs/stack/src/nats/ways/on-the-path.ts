import { join } from 'node:path';
import { firstExecutable } from '../../process/unprivileged-user.js';
import { natsVersionOf, tooOld } from '../nats-version.js';
import { notFound, type Way } from '../way.js';

/** 2. A `nats-server` on the PATH, if it is new enough. */
export const onThePath: Way = {
  name: 'PATH',
  async find({ path, platform }) {
    const program = platform === 'win32' ? 'nats-server.exe' : 'nats-server';
    const file = firstExecutable(path.map((folder) => join(folder, program)));
    if (file === undefined) return notFound('no nats-server there');
    const version = await natsVersionOf(file);
    const fault = tooOld(version);
    if (fault) return notFound(`${file} ${fault}`);
    return { kind: 'program', path: file, version, from: file };
  },
};
