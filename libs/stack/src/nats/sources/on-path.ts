import { join } from 'node:path';
import { reasonOf } from '../../errors.js';
import { firstExecutable } from '../../process/unprivileged-user.js';
import type { NatsSource } from '../nats-source.js';
import { versionOfUsable } from '../nats-version.js';

/** The first `nats-server` on the PATH that is new enough. Those before it are named: a person expects them to be used. */
export const onPath: NatsSource = {
  name: 'PATH',
  async find({ path, platform, say }) {
    const program = platform === 'win32' ? 'nats-server.exe' : 'nats-server';
    const reasons: string[] = [];
    for (const folder of path) {
      const file = firstExecutable([join(folder, program)]);
      if (file === undefined) continue;
      try {
        return { path: file, version: await versionOfUsable(file), from: `${file}, on the PATH` };
      } catch (error) {
        reasons.push(reasonOf(error));
        say(`nats-server on the PATH is passed over: ${reasonOf(error)}`);
      }
    }
    throw new Error(reasons.join('; ') || 'no nats-server there');
  },
};
