import { expect, it } from '@jest/globals';
import { createInMemoryTransport } from '../testing/in-memory-transport.js';
import { OWNER, STREAM_DEFAULTS } from '../topology/topology.js';
import { NamespacedTransport } from '../transport/namespaced-transport.js';
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

it('a survey leaves out what belongs to a namespace, and of a namespace all the rest', async () => {
  const whole = createInMemoryTransport();
  const staging = new NamespacedTransport(whole, 'staging');
  await whole.reconcile(topology);
  await staging.reconcile(topology);
  expect(await whole.streamNames()).toEqual(['ORDER', 'STAGING_ORDER']);
  for (const broker of [whole, staging]) {
    const { streams, durables } = await surveyPlatform(broker, { describe: async () => [] }, []);
    expect(streams).toMatchObject([{ name: 'ORDER', metadata: owner }]);
    expect(durables.map(({ status }) => [status.stream, status.metadata])).toEqual([['ORDER', owner]]);
  }
});
