import type { WaitingEvent } from '../consumer/unknown-events.js';
import type { EventContract } from '../contract/index.js';
import type { NotPulling } from '../flow/not-pulling.js';
import type { Role } from '../messaging-options.js';
import type { OutboxBacklog } from '../outbox/outbox-backlog.sql.js';
import type { ScheduleDefinition } from '../schedule/define-schedule.js';
import type { ConnectionPool } from '../sql/connection-pool.js';
import { MESSAGING_TABLES } from '../sql/messaging-tables.js';
import type { StalledDurable, TopologyDrift } from '../transport/transport.js';
import { BrokerWatch, type WatchedTransport } from './broker-watch.js';
import { DatabaseProbe } from './database-probe.js';
import { HealthSources, type HealthSource } from './health-check.js';
import { OutboxWatch } from './outbox-watch.js';
import { LoadWatch } from './load-watch.js';
import { ScheduleWatch } from './schedule-watch.js';
import type { ServerLoad } from './server-load.sql.js';
import { pullStopChecks } from './pull-stop-checks.js';
import { StartWatch } from './start-watch.js';
import { stallChecks, topologyChecks, unknownEventChecks } from './topology-checks.js';

/** The parts of a service's messaging that its health is about. */
export interface WatchedService {
  roles: ReadonlySet<Role>;
  directPool: ConnectionPool;
  transport: WatchedTransport;
  /** Events that go straight to the broker. */
  direct: readonly EventContract[];
  drifts: () => readonly TopologyDrift[];
  waiting: () => readonly WaitingEvent[];
  stalled: () => readonly StalledDurable[];
  notPulling: () => readonly NotPulling[];
  relay: HealthSource | undefined;
  schedules: readonly ScheduleDefinition[];
  outageGraceMs: number;
  outboxGraceMs: number;
}

/** All that is known of a service's messaging; what has to be asked for is asked in the background. */
export class ServiceHealth {
  readonly sources = new HealthSources();
  readonly start = new StartWatch();
  readonly #load = new LoadWatch();
  readonly #outbox: OutboxWatch;
  readonly #schedules: ScheduleWatch;
  readonly #probe: DatabaseProbe;

  constructor(service: WatchedService) {
    this.#outbox = new OutboxWatch(service.outboxGraceMs);
    this.#schedules = new ScheduleWatch(service.schedules);
    this.#probe = new DatabaseProbe(service.directPool, {
      tables: Object.keys(MESSAGING_TABLES),
      alsoRead: async (session) => {
        await this.#outbox.read(session);
        await this.#schedules.read(session);
        await this.#load.read(session);
      },
    });
    const broker = new BrokerWatch({
      ...service,
      notSetUp: () => this.start.unfinished,
      graceMs: service.outageGraceMs,
    });
    for (const { check } of [this.start, this.#probe, this.#outbox, this.#schedules, broker])
      this.sources.add(check);
    this.sources.add(() => topologyChecks(service.drifts()));
    this.sources.add(() => unknownEventChecks(service.waiting()));
    this.sources.add(() => stallChecks(service.stalled()));
    if (service.roles.has('consumers')) this.sources.add(() => pullStopChecks(service.notPulling()));
    if (service.relay) this.sources.add(service.relay);
  }

  /** Undefined if it was not read lately. */
  get backlog(): OutboxBacklog | undefined {
    return this.#outbox.backlog;
  }

  /** Undefined if it was not read lately. */
  get databaseLoad(): ServerLoad | undefined {
    return this.#load.load;
  }

  /** How long each schedule has owed a run. */
  get scheduleLags(): ReturnType<ScheduleWatch['lags']> {
    return this.#schedules.lags();
  }

  begin(): void {
    this.start.begin();
    void this.#probe.start();
  }

  /** Gives its sessions of the database back. */
  stop(): Promise<void> {
    return this.#probe.stop();
  }
}
