import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ProcessView } from '@waybill/console-api';
import type { FaultState } from '@waybill/messaging/operations';
import { CountOrders } from './count-orders.js';
import { ServiceAway } from '../platform/service-inspector.js';
import { SwitchFaults } from './switch-faults.use-case.js';

const fault = (name: string, value: number): FaultState => ({
  name,
  title: name,
  description: name,
  kind: 'toggle',
  value,
  max: 1,
});
const description = { publishes: [{ type: 'order.placed' }], consumers: [] };

/** A platform whose services reply through a broker that can be stopped. */
class FakePlatform {
  brokerRuns = true;
  readonly faults = new Map<string, FaultState[]>();
  readonly acts: string[] = [];
  /** What starting the broker brings back, in the end. */
  onStart: () => void = () => undefined;
  /** How many `order.placed` were appended, and what the naive stream holds. */
  appended = 0;
  stored: Record<string, number> = {};

  readonly ask = async (service: string, request: string, payload: unknown): Promise<unknown> => {
    const states = this.faults.get(service);
    if (!this.brokerRuns || !states) throw new ServiceAway(service, 'silence');
    if (request === 'counters.count') {
      const count = { 'order.placed': service === 'order' ? this.appended : 0 };
      return { appended: count, published: count, handled: {} };
    }
    if (request === 'faults.list') return states;
    const { name, value } = payload as { name: string; value: number };
    this.faults.set(
      service,
      states.map((each) => (each.name === name ? { ...each, value } : each)),
    );
    return fault(name, value);
  };

  readonly act = async (name: string, action: string): Promise<ProcessView> => {
    this.acts.push(`${action} ${name}`);
    if (name === 'nats') this.onStart();
    return { name, state: 'running', stoppable: true };
  };

  readonly processes = async (): Promise<ProcessView[]> =>
    ['analytics', 'nats'].map((name) => ({
      name,
      state: this.brokerRuns ? 'running' : 'stopped',
      stoppable: true,
    }));

  readonly broker = {
    isConnected: () => this.brokerRuns,
    connected: { countBySubject: async () => this.stored },
  };

  switchFaults(): SwitchFaults {
    const services = ['order', 'analytics'].map((name) => ({ name, description }));
    const directory = { services: () => services, consumers: () => [] };
    const view = {
      snapshot: async () => ({ reachable: this.brokerRuns, streams: new Map(), durables: new Map() }),
      hasBeenReachableFor: () => false,
    };
    const box = { all: async () => [] };
    const counters = new CountOrders(
      ...([directory, this, this.broker, view, box] as unknown as ConstructorParameters<typeof CountOrders>),
    );
    return new SwitchFaults(
      ...([
        directory,
        this,
        this,
        counters,
        { announce: () => undefined },
      ] as unknown as ConstructorParameters<typeof SwitchFaults>),
    );
  }
}

describe('SwitchFaults', () => {
  let platform: FakePlatform;
  let faults: SwitchFaults;

  beforeEach(() => {
    jest.useFakeTimers();
    platform = new FakePlatform();
    platform.faults.set('order', [fault('naive-publish', 1)]);
    platform.faults.set('analytics', [fault('slow-consumer', 1)]);
    faults = platform.switchFaults();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('heals while the broker is stopped: starts it first, waits for the services, switches everything off', async () => {
    await faults.execute();
    platform.brokerRuns = false;
    platform.onStart = () => setTimeout(() => (platform.brokerRuns = true), 3_000);
    const healing = faults.change({ heal: true });
    await jest.advanceTimersByTimeAsync(2_500);
    expect(platform.acts).toEqual(['start nats', 'start analytics']);
    expect(platform.faults.get('analytics')).toMatchObject([{ value: 1 }]);
    await jest.advanceTimersByTimeAsync(1_000);
    expect((await healing).switches).toMatchObject([
      { id: 'order/naive-publish', value: 0, reachable: true },
      { id: 'analytics/slow-consumer', value: 0, reachable: true },
    ]);
  });

  it('heals those that respond, and names those that do not', async () => {
    await faults.execute();
    platform.faults.delete('analytics');
    const healing = faults.change({ heal: true });
    await jest.advanceTimersByTimeAsync(25_000);
    expect((await healing).switches).toMatchObject([
      { id: 'order/naive-publish', value: 0, reachable: true },
      { id: 'analytics/slow-consumer', value: 1, reachable: false },
    ]);
  });

  it('switches nothing if one of the switches does not respond', async () => {
    await faults.execute();
    platform.faults.delete('analytics');
    const switches = [
      { id: 'order/naive-publish', value: 0 },
      { id: 'analytics/slow-consumer', value: 0 },
    ];
    await expect(faults.change({ switches })).rejects.toThrow('analytics does not respond');
    expect(platform.faults.get('order')).toMatchObject([{ value: 1 }]);
  });

  it('goes on counting what is published naively through an outage of the broker', async () => {
    const naive = async () => (await faults.execute()).counters.find(({ way }) => way === 'naive');
    platform.stored = { 'naive.order.placed.of-before': 1 };
    await faults.execute();
    platform.appended = 3;
    platform.stored = { ...platform.stored, 'naive.order.placed.a': 1, 'naive.order.placed.b': 2 };
    const counted = { committed: 3, delivered: 2, doubled: 1, underWay: 1, lost: 0 };
    expect(await naive()).toMatchObject(counted);
    platform.brokerRuns = false;
    platform.appended = 5;
    expect(await naive()).toMatchObject(counted);
    platform.brokerRuns = true;
    expect(await naive()).toMatchObject({ ...counted, committed: 5, underWay: 3 });
  });
});
