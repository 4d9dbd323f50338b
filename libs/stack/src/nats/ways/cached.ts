import { natsVersionOf } from '../nats-version.js';
import { notFound, type Way } from '../way.js';

/** 3. What an earlier start fetched. */
export const cached: Way = {
  name: 'cache',
  async find({ cache }) {
    const server = await cache.read();
    if (server === undefined) return notFound('nothing fetched yet');
    const version = await natsVersionOf(server.path);
    return { kind: 'program', path: server.path, version, from: `${server.origin}, cached` };
  },
};
