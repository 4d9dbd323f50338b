import { Injectable } from '@nestjs/common';
import type { FaultsResponse, FaultsChange, FaultSwitch } from '@waybill/console-api';
import type { InputError } from '@waybill/service/errors';
import { Broker } from '../platform/broker.js';
import { ServiceAway, ServiceInspector, ServiceRefused } from '../platform/service-inspector.js';
import { Supervisor, SupervisorRefused } from '../platform/supervisor.js';
import { CountOrders } from './count-orders.js';
import { ImpossibleChange } from './errors.js';
import { LiveChanges } from './live-changes.js';
import { isBroker, ReportedFaults } from './reported-faults.js';

const NAIVE = 'naive-publish';
/** What a broker and the services take to come back. */
const HEAL_MS = 20_000;
const HEAL_POLL_MS = 250;

/** Switches faults on, counts the outcomes of the orders, and heals. */
@Injectable()
export class SwitchFaults {
  constructor(
    private readonly reported: ReportedFaults,
    private readonly inspector: ServiceInspector,
    private readonly broker: Broker,
    private readonly supervisor: Supervisor,
    private readonly counters: CountOrders,
    private readonly live: LiveChanges,
  ) {}

  async execute(): Promise<FaultsResponse> {
    const processes = await this.supervisor.processes();
    const { switches, notResponding } = await this.reported.look(processes);
    const naive = switches.find(({ name }) => name === NAIVE);
    // A service that does not respond has switched nothing: while the broker is down, orders are still published naively.
    if (naive?.reachable) await this.counters.naiveSwitched(naive.value > 0);
    return {
      switches,
      notResponding,
      brokerReachable: this.broker.isConnected(),
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
    const { switches: known } = await this.reported.look(await this.supervisor.processes());
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
   * still has them. Services that do not respond in time keep theirs, and the response names them. What cannot be healed
   * keeps nothing else from it.
   */
  private async heal(): Promise<void> {
    const processes = await this.supervisor.processes();
    const stopped = processes.filter(({ state, stoppable }) => stoppable && state === 'stopped');
    // Brokers before those that need them.
    stopped.sort((one, other) => Number(isBroker(other)) - Number(isBroker(one)));
    const failures: InputError[] = [];
    const attempt = (work: Promise<unknown>) =>
      work.catch((error: unknown) => failures.push(...healFailure(error)));
    for (const { name } of stopped) await attempt(this.supervisor.act(name, 'start'));
    for (const { id, value, reachable } of await this.switchesOfAll(HEAL_MS)) {
      if (reachable && value !== 0) await attempt(this.set(id, 0, '/heal'));
    }
    if (failures.length > 0) throw new ImpossibleChange(failures);
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

  /** Waits until the broker and every service respond, but no longer than this. */
  private async switchesOfAll(timeoutMs: number): Promise<FaultSwitch[]> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const { switches, notResponding } = await this.reported.look(await this.supervisor.processes());
      const all = this.broker.isConnected() && notResponding.length === 0;
      if (all || Date.now() >= deadline) return switches;
      await new Promise((resolve) => setTimeout(resolve, HEAL_POLL_MS));
    }
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

/** @throws what is not a refusal of one process or service */
function healFailure(error: unknown): readonly InputError[] {
  if (error instanceof ImpossibleChange) return error.details.errors ?? [];
  if (error instanceof SupervisorRefused) return [{ pointer: '/heal', message: error.message }];
  throw error;
}
