import { natsVersionOf, tooOld } from '../nats-version.js';
import { notFound, type Way } from '../way.js';

/** 3. What an earlier start fetched, if it is new enough. */
export const cached: Way = {
  name: 'cache',
  async find({ cache }) {
    const server = await cache.read();
    if (server === undefined) return notFound('nothing fetched yet');
    const version = await natsVersionOf(server.path);
    const fault = tooOld(version);
    if (fault) return notFound(`${server.origin} ${fault}`);
    return { kind: 'program', path: server.path, version, from: `${server.origin}, cached` };
  },
};
