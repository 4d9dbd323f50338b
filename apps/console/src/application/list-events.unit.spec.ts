import { describe, expect, it } from '@jest/globals';
import type {
  ConsumerDescription,
  ContractDescription,
  DeclaredMessaging,
} from '@waybill/messaging/operations';
import { ListEvents } from './list-events.use-case.js';
import { ServiceDirectory } from '../platform/service-directory.js';
import type { ServiceInspector } from '../platform/service-inspector.js';

const type = 'order.cancelled';
const at = (version: number) => ({
  type,
  version,
  stream: 'ORDER',
  subjectTemplate: `${type}.v${version}.{lane}.{partition}`,
});
const contract = (version: number, more: Partial<ContractDescription> = {}): ContractDescription => ({
  ...at(version),
  name: `${type}.v${version}`,
  owner: 'order',
  since: `2026-11-2${version}`,
  key: ['/orderId'],
  example: { orderId: 'o-1' },
  schema: { type: 'object' },
  ...more,
});
const durable = (consumer: string, versions?: number[], more: Partial<ConsumerDescription> = {}) => ({
  consumer,
  formerly: [],
  ignores: [],
  durable: `${consumer}_express_0of8`,
  stream: 'ORDER',
  filters: [],
  concurrency: 1,
  mode: 'key' as const,
  attempts: 5,
  routes: [{ type, handler: 'Handle', versions }],
  ...more,
});

async function eventsOf(services: Record<string, Partial<DeclaredMessaging>>) {
  const presence = { instance: 'i', startedAt: '', roles: [], waiting: [], drifts: [], health: [] };
  const ask = async (service: string) => ({
    ...presence,
    service,
    concurrency: 4,
    publishes: [],
    consumers: [],
    ...services[service],
  });
  const directory = new ServiceDirectory({ ask } as unknown as ServiceInspector);
  for (const service of Object.keys(services)) await directory.heard({ ...presence, service });
  return new ListEvents(directory).execute().events;
}

describe('the catalogue of events', () => {
  it('has each version side by side, newest first, with who publishes it and what it is', async () => {
    const [event, ...others] = await eventsOf({
      order: { publishes: [at(2)], contracts: [contract(2), contract(1)] },
    });
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      type,
      stream: 'ORDER',
      versions: [
        { version: 2, publishers: ['order'], since: '2026-11-22', owner: 'order' },
        { version: 1, publishers: [], since: '2026-11-21', key: ['/orderId'], schema: { type: 'object' } },
      ],
      consumers: [],
    });
  });

  it('says of each consumer, once for all its durables, what it does with each version', async () => {
    const [event] = await eventsOf({
      order: { publishes: [at(2)], contracts: [contract(2)] },
      analytics: {
        consumers: [
          durable('analytics-sales', [2, 1]),
          durable('analytics-sales', [2, 1], { durable: 'analytics-sales_standard_0of8' }),
        ],
        contracts: [contract(2), contract(1)],
      },
      recommendation: { consumers: [durable('recommendation-baskets', [1])], contracts: [contract(1)] },
      shipping: { consumers: [durable('shipping-parcels', [2])] },
      older: { consumers: [durable('older-release')] },
    });
    expect(event!.consumers.map(({ consumer, reads }) => [consumer, ...reads.map(({ how }) => how)])).toEqual(
      [
        ['analytics-sales', 'handles', 'upcasts'],
        ['older-release', 'unknown', 'unknown'],
        ['recommendation-baskets', 'waits', 'handles'],
        ['shipping-parcels', 'handles', 'refuses'],
      ],
    );
  });

  it('takes the owner’s word for a version that services describe differently', async () => {
    const [event] = await eventsOf({
      analytics: { contracts: [contract(1, { example: { orderId: 'stale' } })] },
      order: { publishes: [at(1)], contracts: [contract(1)] },
    });
    expect(event!.versions[0]!.example).toEqual({ orderId: 'o-1' });
  });

  it('knows of an event whose publisher does not tell what it is, or is not there', async () => {
    expect(await eventsOf({ order: { publishes: [at(1)] } })).toMatchObject([
      { type, versions: [{ version: 1, publishers: ['order'] }] },
    ]);
    expect(await eventsOf({ analytics: { consumers: [durable('analytics-sales')] } })).toMatchObject([
      { type, versions: [], consumers: [{ consumer: 'analytics-sales' }] },
    ]);
  });
});
