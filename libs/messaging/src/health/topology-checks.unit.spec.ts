import { describe, expect, it } from '@jest/globals';
import type { TopologyDrift } from '../transport/transport.js';
import { stallChecks, topologyChecks, unknownEventChecks } from './topology-checks.js';

const fault = (kind: TopologyDrift['kind']): TopologyDrift => ({
  item: 'stream ORDER',
  kind,
  detail: 'is not there',
});

describe('streams and consumers', () => {
  it('as declared are well', () => {
    expect(topologyChecks([])).toEqual([{ name: 'topology', role: 'consumers', status: 'ok' }]);
  });

  it('that are gone keep the consumers from their work', () => {
    expect(topologyChecks([fault('missing')])).toEqual([
      { name: 'topology', role: 'consumers', status: 'failing', detail: 'stream ORDER: is not there' },
    ]);
  });

  it('that would lose messages keep everything from its work', () => {
    expect(topologyChecks([fault('missing'), fault('loses-messages')])).toMatchObject([
      { role: 'all', status: 'failing' },
    ]);
  });
});

it('a consumer that cannot pull is reported once that has lasted', () => {
  const stalled = [{ durable: 'sales_standard_0of8', since: new Date(0), reason: 'no heartbeat' }];
  expect(stallChecks(stalled, 14_000)).toMatchObject([{ status: 'ok' }]);
  expect(stallChecks(stalled, 15_000)).toMatchObject([
    {
      status: 'failing',
      role: 'consumers',
      detail: expect.stringContaining('sales_standard_0of8 since 1970'),
    },
  ]);
});

it('events that no consumer of the service knows are named', () => {
  expect(unknownEventChecks([])).toMatchObject([{ status: 'ok' }]);
  const event = { consumer: 'sales', type: 'order.confirmed', version: 2, since: '', returned: 3 };
  expect(unknownEventChecks([event])).toMatchObject([
    { status: 'degraded', detail: expect.stringContaining('order.confirmed v2 for sales') },
  ]);
});
