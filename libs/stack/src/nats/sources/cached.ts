import type { NatsSource } from '../nats-source.js';
import { versionOfUsable } from '../nats-version.js';

/** What an earlier start fetched. */
export const cached: NatsSource = {
  name: 'cache',
  async find({ cache }) {
    const server = await cache.read();
    if (server === undefined) throw new Error('nothing fetched yet');
    const { path, origin } = server;
    return { path, version: await versionOfUsable(path, origin), from: `${origin}, cached` };
  },
};
