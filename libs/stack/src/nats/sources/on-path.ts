import { join } from 'node:path';
import { firstExecutable } from '../../process/unprivileged-user.js';
import type { NatsSource } from '../nats-source.js';
import { versionOfUsable } from '../nats-version.js';

/** A `nats-server` on the PATH. */
export const onPath: NatsSource = {
  name: 'PATH',
  async find({ path, platform }) {
    const program = platform === 'win32' ? 'nats-server.exe' : 'nats-server';
    const file = firstExecutable(path.map((folder) => join(folder, program)));
    if (file === undefined) throw new Error('no nats-server there');
    return { path: file, version: await versionOfUsable(file), from: file };
  },
};
