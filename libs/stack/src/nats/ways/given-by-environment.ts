import { notFound, type Way } from '../way.js';

/** 1. `NATS_URL`: somebody runs the server already. */
export const givenByEnvironment: Way = {
  name: 'NATS_URL',
  async find({ natsUrl }) {
    if (natsUrl === undefined) return notFound('not set');
    return { kind: 'outside', url: natsUrl, from: 'NATS_URL' };
  },
};
