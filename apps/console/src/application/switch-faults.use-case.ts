import { Injectable } from '@nestjs/common';
import type { FaultName, FaultsResponse, FaultsChange, FaultSwitch, ProcessView } from '@waybill/console-api';
import { ServiceDirectory } from '../platform/service-directory.js';
import { ServiceAway, ServiceInspector, ServiceRefused, askAll } from '../platform/service-inspector.js';
import { Supervisor } from '../platform/supervisor.js';
import { CountOrders } from './count-orders.js';
import { ImpossibleChange } from './errors.js';
import { LiveChanges } from './live-changes.js';

const NAIVE = 'naive-publish';
/** What a broker and the services take to come back. */
const HEAL_MS = 20_000;
const HEAL_POLL_MS = 250;

/** Switches faults on, counts the outcomes of the orders, and heals. */
@Injectable()
export class SwitchFaults {
  /** As the services last reported them: a service that is down keeps its place on the page. */
  private readonly known = new Map<string, FaultSwitch[]>();

  constructor(
    private readonly directory: ServiceDirectory,
    private readonly inspector: ServiceInspector,
    private readonly supervisor: Supervisor,
    private readonly counters: CountOrders,
    private readonly live: LiveChanges,
  ) {}

  async execute(): Promise<FaultsResponse> {
    const [switches, processes] = await Promise.all([this.switches(), this.supervisor.processes()]);
    const naive = switches.find(({ name }) => name === NAIVE);
    // A service that does not respond has switched nothing: while the broker is down, orders are still published naively.
    if (naive?.reachable) await this.counters.naiveSwitched(naive.value > 0);
    return {
      switches,
      processes,
      counters: await this.counters.count(),
      countingSince: this.counters.countingSince,
    };
  }

  /** Changes nothing unless everything that was asked for is possible. @throws ImpossibleChange, SupervisorRefused, SupervisorAway */
  async change({
    heal,
    switches = [],
    processes = [],
    resetCounters,
  }: FaultsChange): Promise<FaultsResponse> {
    const known = await this.switches();
    const errors = switches.flatMap(({ id, value }, at) => errorOf(known, id, value, at));
    if (errors.length > 0) throw new ImpossibleChange(errors);
    if (heal) await this.heal();
    for (const { name, action } of processes) await this.supervisor.act(name, action);
    for (const [at, { id, value }] of switches.entries()) await this.set(id, value, `/switches/${at}`);
    if (resetCounters) await this.counters.reset();
    this.live.announce('faults', 'topology', 'outbox', 'streams');
    return this.execute();
  }

  /**
   * Processes first: a service that was stopped comes back without faults, and one that the broker kept from responding
   * still has them. Services that do not respond in time keep theirs, and the response shows it.
   */
  private async heal(): Promise<void> {
    const processes = await this.supervisor.processes();
    const stopped = processes.filter(({ state, stoppable }) => stoppable && state === 'stopped');
    // Brokers before those that need them.
    stopped.sort((one, other) => Number(isBroker(other)) - Number(isBroker(one)));
    for (const { name } of stopped) await this.supervisor.act(name, 'start');
    for (const { id, value, reachable } of await this.switchesOfAll(HEAL_MS)) {
      if (reachable && value !== 0) await this.set(id, 0, '/heal');
    }
  }

  private async set(id: string, value: number, pointer: string): Promise<void> {
    const [service = '', name = ''] = id.split('/');
    // What commits from here on is certain not to be published naively.
    if (name === NAIVE && value === 0) await this.counters.naiveSwitched(false);
    try {
      await this.inspector.ask(service, 'faults.set', { name, value });
    } catch (error) {
      if (!(error instanceof ServiceRefused || error instanceof ServiceAway)) throw error;
      throw new ImpossibleChange([{ pointer, message: error.message }]);
    }
    if (name === NAIVE && value > 0) await this.counters.naiveSwitched(true);
  }

  /** Waits until every service responds, but no longer than this. */
  private async switchesOfAll(timeoutMs: number): Promise<FaultSwitch[]> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const switches = await this.switches();
      if (switches.every(({ reachable }) => reachable) || Date.now() >= deadline) return switches;
      await new Promise((resolve) => setTimeout(resolve, HEAL_POLL_MS));
    }
  }

  /** As the services report them now; of one that does not respond, as last reported. */
  async switches(): Promise<FaultSwitch[]> {
    const services = this.directory.services().map(({ name }) => name);
    const reported = await askAll(this.inspector, services, 'faults.list', {});
    for (const [service, states] of reported) {
      const switches = states.map((state) => ({
        ...state,
        id: `${service}/${state.name}`,
        service,
        name: state.name as FaultName,
        reachable: true,
      }));
      this.known.set(service, switches);
    }
    // The process may be down, and its faults gone with it; or only the broker is down.
    return services.flatMap((service) =>
      (this.known.get(service) ?? []).map((each) => ({ ...each, reachable: reported.has(service) })),
    );
  }
}

function errorOf(known: readonly FaultSwitch[], id: string, value: number, at: number) {
  const found = known.find((each) => each.id === id);
  const pointer = `/switches/${at}`;
  if (!found) return [{ pointer: `${pointer}/id`, message: `there is no switch "${id}"` }];
  if (!found.reachable)
    return [{ pointer: `${pointer}/id`, message: `${found.service} does not respond now` }];
  if (!Number.isInteger(value) || value < 0 || value > found.max) {
    return [{ pointer: `${pointer}/value`, message: `must be a whole number from 0 to ${found.max}` }];
  }
  return [];
}

/** `nats`, and in a cluster `nats-2` and so on. */
function isBroker({ name }: ProcessView): boolean {
  return /^nats(-\d+)?$/.test(name);
}
