import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ProcessView } from '@waybill/console-api';
import type { FaultState } from '@waybill/messaging/operations';
import { CountOrders } from './count-orders.js';
import { ServiceAway } from '../platform/service-inspector.js';
import { SupervisorRefused } from '../platform/supervisor.js';
import { ReportedFaults } from './reported-faults.js';
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
  /** The console has heard of these. */
  heard = ['order', 'analytics'];
  /** Processes that cannot be started. */
  readonly broken = new Set<string>();
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
    if (this.broken.has(name)) throw new SupervisorRefused('conflict', `${name} cannot be started`);
    if (name === 'nats') this.onStart();
    return { name, state: 'running', stoppable: true };
  };

  /** Of the processes that the supervisor shows. */
  states: Record<string, ProcessView['state']> = {};

  readonly processes = async (): Promise<ProcessView[]> =>
    Object.entries(this.states).map(([name, state]) => ({ name, state, stoppable: true }));

  readonly broker = {
    isConnected: () => this.brokerRuns,
    connected: { countBySubject: async () => this.stored },
  };

  switchFaults(): SwitchFaults {
    const services = () => this.heard.map((name) => ({ name, description }));
    const directory = { services, consumers: () => [] };
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
        new ReportedFaults(...([directory, this] as unknown as ConstructorParameters<typeof ReportedFaults>)),
        this,
        this.broker,
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

  /** Stops the broker, and starts it again when it is asked to. */
  const stopBroker = () => {
    platform.brokerRuns = false;
    platform.states = { analytics: 'running', nats: 'stopped', order: 'running' };
    platform.onStart = () => setTimeout(() => (platform.brokerRuns = true), 3_000);
  };
  const HEALED = {
    brokerReachable: true,
    notResponding: [],
    switches: expect.arrayContaining([
      expect.objectContaining({ id: 'order/naive-publish', value: 0, reachable: true }),
      expect.objectContaining({ id: 'analytics/slow-consumer', value: 0, reachable: true }),
    ]),
  };

  it('heals while the broker is stopped: starts it first, waits for the services, switches everything off', async () => {
    await faults.execute();
    stopBroker();
    platform.states.analytics = 'stopped';
    const healing = faults.change({ heal: true });
    await jest.advanceTimersByTimeAsync(2_500);
    expect(platform.acts).toEqual(['start nats', 'start analytics']);
    platform.states.analytics = 'running';
    expect(platform.faults.get('order')).toMatchObject([{ value: 1 }]);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await healing).toMatchObject(HEALED);
  });

  it('heals services that the console has never heard, because it started without the broker', async () => {
    platform.heard = [];
    stopBroker();
    expect(await faults.execute()).toMatchObject({
      brokerReachable: false,
      notResponding: ['analytics', 'order'],
      switches: [],
    });
    const healing = faults.change({ heal: true });
    await jest.advanceTimersByTimeAsync(3_500);
    expect(await healing).toMatchObject(HEALED);
  });

  it('waits for the broker also where no supervisor says which services there are', async () => {
    platform.heard = [];
    platform.brokerRuns = false;
    const healing = faults.change({ heal: true });
    setTimeout(() => {
      platform.brokerRuns = true;
      platform.heard = ['order', 'analytics'];
    }, 3_000);
    await jest.advanceTimersByTimeAsync(3_500);
    expect(await healing).toMatchObject(HEALED);
  });

  it('heals the rest if one process cannot be started, and names that one', async () => {
    await faults.execute();
    platform.states = { payment: 'stopped' };
    platform.broken.add('payment');
    await expect(faults.change({ heal: true })).rejects.toThrow('payment cannot be started');
    expect(platform.faults.get('order')).toMatchObject([{ value: 0 }]);
    expect(platform.faults.get('analytics')).toMatchObject([{ value: 0 }]);
  });

  it('shows no fault of a process that is stopped, and does not wait for it', async () => {
    await faults.execute();
    platform.states = { analytics: 'stopped' };
    platform.faults.delete('analytics');
    expect(await faults.execute()).toMatchObject({
      notResponding: [],
      switches: [
        { id: 'analytics/slow-consumer', value: 0, reachable: false },
        { id: 'order/naive-publish', value: 1, reachable: true },
      ],
    });
  });

  it('heals those that respond, and names those that do not', async () => {
    await faults.execute();
    platform.faults.delete('analytics');
    const healing = faults.change({ heal: true });
    await jest.advanceTimersByTimeAsync(25_000);
    expect(await healing).toMatchObject({
      notResponding: ['analytics'],
      switches: [
        { id: 'analytics/slow-consumer', value: 1, reachable: false },
        { id: 'order/naive-publish', value: 0, reachable: true },
      ],
    });
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
