import { expect, it } from '@jest/globals';
import { createInMemoryTransport } from '../testing/in-memory-transport.js';
import { STREAM_DEFAULTS } from '../topology/topology.js';
import { OWNER } from '../transport/metadata.js';
import { Namespace } from '../transport/namespace.js';
import type { Topology } from '../transport/transport.js';
import { surveyPlatform } from './platform-survey.js';

const owner = { [OWNER.consumer]: 'order-mails', [OWNER.service]: 'order', [OWNER.database]: 'a' };
const topology: Topology = {
  streams: [{ name: 'ORDER', subjects: ['order.>'], limits: {}, defaults: STREAM_DEFAULTS, metadata: owner }],
  consumers: [
    {
      ...{ stream: 'ORDER', name: 'order-mails', filters: ['order.>'], maxAckPending: 1, ackWaitMs: 1_000 },
      ...{ startAt: 'now', metadata: owner },
    },
  ],
};

it('a survey leaves out what belongs to a namespace', async () => {
  const whole = createInMemoryTransport();
  await whole.reconcile(topology);
  await whole.reconcile(new Namespace('staging').topology(topology));
  expect(await whole.reader.streamNames()).toEqual(['ORDER', 'STAGING_ORDER']);
  const { streams, durables } = await surveyPlatform(whole.reader, { describe: async () => [] }, []);
  expect(streams).toMatchObject([{ name: 'ORDER', metadata: owner }]);
  expect(durables.map(({ status }) => [status.stream, status.metadata])).toEqual([['ORDER', owner]]);
});
