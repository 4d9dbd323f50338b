import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from './backoff.js';
import { ConsumerRuntime } from './consumer/consumer-runtime.js';
import { Dispatcher } from './consumer/dispatcher.js';
import type { DispatchObserver } from './consumer/observer.js';
import type { ConsumerDefinition } from './consumer/define-consumer.js';
import { ConsumerPlans } from './consumer/consumer-plans.js';
import { UnknownEvents, type WaitingEvent } from './consumer/unknown-events.js';
import type { Invoke } from './consumer/work.js';
import type { EventContract } from './contract/index.js';
import { DeadLetters } from './dead-letter/dead-letters.js';
import { ConfigurationRefused } from './errors.js';
import { FaultSwitches } from './faults/fault-switches.js';
import { withLibraryFaults } from './faults/library-faults.js';
import { BrokerWatch } from './health/broker-watch.js';
import { DatabaseProbe } from './health/database-probe.js';
import { HealthSources } from './health/health-check.js';
import { OutboxWatch } from './health/outbox-watch.js';
import { StartWatch } from './health/start-watch.js';
import { stallChecks, topologyChecks, unknownEventChecks } from './health/topology-checks.js';
import { Inspection } from './inspection/inspection.js';
import type { Presence } from './inspection/protocol.js';
import { unfailing, type Log } from './log.js';
import { observeConsumers } from './metrics/consumer-gauges.js';
import { DispatchMetrics } from './metrics/dispatch-metrics.js';
import { createInstruments } from './metrics/instruments.js';
import { MeteredPublisher } from './metrics/metered-publisher.js';
import { observeOutbox } from './metrics/outbox-gauges.js';
import { Cleaner } from './retention/cleaner.js';
import { DirectPublisher } from './outbox/direct-publisher.js';
import { Outbox } from './outbox/outbox.js';
import { Relay, type RelayOptions } from './outbox/relay/relay.js';
import { TransactionRunner } from './outbox/transaction-runner.js';
import type { ConnectionPool } from './sql/connection-pool.js';
import { MESSAGING_TABLES } from './sql/messaging-tables.js';
import { requireTables } from './sql/require-tables.sql.js';
import type { SqlTransaction, Transactions } from './sql/sql-transaction.js';
import { ConsumerOperations } from './topology/consumer-operations.js';
import { TopologyKeeper } from './topology/topology-keeper.js';
import type { StreamLimits, TopologyFault, Transport } from './transport/transport.js';
import { requireSoundWiring } from './wiring.js';

/** What of a service a process runs, so that each scales alone. `api` is the caller's own business. */
export type Role = 'api' | 'relay' | 'consumers';

export interface MessagingServiceOptions<Tx extends SqlTransaction> {
  /** The service's name: the source of its events. */
  service: string;
  roles: ReadonlySet<Role>;
  transport: Transport;
  /** A `pg.Pool` of the service's database. */
  pool: ConnectionPool;
  /**
   * Sessions of the database itself, past any pooler, for the relay (one) and the health probe (two): its locks and what
   * is to be known of it are a session's. Default `pool`.
   */
  directPool?: ConnectionPool;
  /** Runs work in one transaction of the service's database: `(work) => prisma.$transaction(work)`. */
  transaction: Transactions<Tx>['run'];
  /** The service's `subscriptions.ts`. */
  subscriptions: readonly ConsumerDefinition[];
  /** The events that this service owns and publishes. */
  publishes: readonly EventContract[];
  /** Those of them that `DirectPublisher` publishes: without the broker, health says that they are refused. */
  direct?: readonly EventContract[];
  invoke: Invoke<Tx>;
  log: Log;
  observers?: readonly DispatchObserver[];
  /** Handlers, or batches, that run at once. Default 4. */
  concurrency?: number;
  /** How long a killed process holds its messages. Default 10 s. */
  ackWaitMs?: number;
  /** Of the streams that this service owns. What is left out stays as it is on the broker. */
  streams?: StreamLimits;
  relay?: RelayOptions;
  /** How long handled and published rows stay. Default 7 days. */
  retentionMs?: number;
  /** How long a shutdown waits for running handlers. Default 10 s. */
  drainMs?: number;
  /** How long the broker, or the relay's session, may be gone before that counts as failing. Default 10 s. */
  outageGraceMs?: number;
  /** How long a row may wait in the outbox before health says so. Default 15 s. */
  outboxGraceMs?: number;
  /** What can be disturbed in this process. By default nothing can. */
  faults?: FaultSwitches;
}

const START_RETRY = { baseMs: 250, maxMs: 5_000 };

const DEFAULTS = {
  concurrency: 4,
  ackWaitMs: 10_000,
  streams: {} as StreamLimits,
  retentionMs: 7 * 24 * 60 * 60 * 1000,
  drainMs: 10_000,
  outageGraceMs: 10_000,
  outboxGraceMs: 15_000,
};

/** All of the library that one service runs, put together. The Nest module is a face of this. */
export class MessagingService<Tx extends SqlTransaction = SqlTransaction> {
  readonly outbox: Outbox;
  readonly transactions: TransactionRunner<Tx>;
  readonly direct: DirectPublisher;
  readonly inspection: Inspection;
  /** All that is known of its parts; whoever knows more adds it. */
  readonly health = new HealthSources();
  readonly #options: MessagingServiceOptions<Tx> & typeof DEFAULTS;
  readonly #relay: Relay | undefined;
  readonly #consumers: ConsumerRuntime<Tx>;
  readonly #cleaner: Cleaner;
  readonly #keeper: TopologyKeeper;
  readonly #unknown: UnknownEvents;
  readonly #probe: DatabaseProbe;
  readonly #startWatch = new StartWatch();
  readonly #instance = randomUUID();
  readonly #startedAt = new Date().toISOString();
  readonly #stopping = new AbortController();
  readonly #deadline = new AbortController();
  readonly #stopGauges: (() => void)[] = [];
  #stopped: Promise<void> | undefined;

  /** @throws WiringRefused what is declared does not fit together */
  constructor(options: MessagingServiceOptions<Tx>) {
    const all = { ...DEFAULTS, ...options, log: unfailing(options.log) };
    const { service, transport, pool, log, roles, publishes, faults = new FaultSwitches(false) } = all;
    this.#options = all;
    requireSoundWiring(all);
    const plans = new ConsumerPlans(all.subscriptions, all.ackWaitMs);
    const current = () => plans.current;
    const { invoke, subscriber, isRelayPaused } = withLibraryFaults(faults, {
      invoke: all.invoke,
      subscriber: transport,
      consumes: plans.current.length > 0,
      publishes: publishes.length > 0,
      poke: () => this.#relay?.poke(),
    });
    const instruments = createInstruments();
    const publisher = new MeteredPublisher(transport, instruments);
    const maxPayload = () => transport.maxPayload();
    this.outbox = new Outbox(service, publishes, maxPayload);
    const directPool = all.directPool ?? pool;
    this.#relay = roles.has('relay')
      ? new Relay(directPool, publisher, log, {
          isPaused: isRelayPaused,
          graceMs: all.outageGraceMs,
          ...all.relay,
        })
      : undefined;
    this.transactions = new TransactionRunner(all.transaction, this.outbox, () => this.#relay?.poke(), log);
    this.direct = new DirectPublisher(publisher, service, publishes, { maxPayload });
    const observers = [new DispatchMetrics(instruments), ...(all.observers ?? [])];
    const dispatcher = new Dispatcher<Tx>({
      transactions: this.transactions,
      deadLetters: new DeadLetters(publisher, service),
      invoke,
      observer: { dispatched: (outcome) => observers.forEach((observer) => observer.dispatched(outcome)) },
      log,
      signal: this.#deadline.signal,
    });
    this.#unknown = new UnknownEvents(log, ({ consumer }) =>
      instruments.returned.add(1, {
        'messaging.system': 'nats',
        'messaging.consumer.group.name': consumer,
      }),
    );
    this.#consumers = new ConsumerRuntime(subscriber, dispatcher, current, this.#unknown, log, all);
    this.#keeper = new TopologyKeeper(
      transport,
      this.transactions,
      {
        ...{ service, publishes, consumers: all.subscriptions, plans, limits: all.streams },
        onReplaced: (consumers) => this.#consumers.replace(consumers),
      },
      log,
    );
    this.#cleaner = new Cleaner(this.transactions, log, all.retentionMs);
    this.inspection = new Inspection({
      presence: () => this.presence,
      pool,
      publishes,
      plans: current,
      operations: new ConsumerOperations({
        ...{ service, transport, pool, consumers: all.subscriptions, plans: current, log },
        onRebuilt: () => this.#keeper.check(),
      }),
      concurrency: all.concurrency,
      faults,
      poke: () => this.#relay?.poke(),
      isRelayPaused,
    });
    const outbox = new OutboxWatch(all.outboxGraceMs);
    this.#probe = new DatabaseProbe(directPool, {
      tables: Object.keys(MESSAGING_TABLES),
      alsoRead: outbox.read,
    });
    const broker = new BrokerWatch({
      roles,
      isConnected: () => transport.isConnected(),
      notSetUp: () => this.#startWatch.unfinished,
      direct: all.direct ?? [],
      graceMs: all.outageGraceMs,
    });
    for (const { check } of [this.#startWatch, this.#probe, outbox, broker]) this.health.add(check);
    this.health.add(() => topologyChecks(this.topologyFaults));
    this.health.add(() => unknownEventChecks(this.waitingEvents));
    this.health.add(() => stallChecks(this.#consumers.stalled));
    if (this.#relay) this.health.add(this.#relay.check);
    this.#stopGauges.push(observeOutbox(instruments, () => outbox.backlog));
    if (roles.has('consumers')) this.#stopGauges.push(observeConsumers(instruments, transport, current, log));
  }

  /** Reconciles streams and consumers, and keeps them so. @throws TopologyRefused, BrokerRefused */
  async reconcile(): Promise<void> {
    await this.#keeper.carryOver();
    await this.#keeper.reconcile();
    this.#keeper.start();
  }

  /** What this process says of itself. */
  get presence(): Presence {
    return {
      service: this.#options.service,
      instance: this.#instance,
      startedAt: this.#startedAt,
      roles: [...this.#options.roles],
      waiting: this.waitingEvents,
      faults: this.topologyFaults,
      health: this.health.check().filter(({ status }) => status !== 'ok'),
    };
  }

  /** Streams and consumers that are not as declared, although it was tried. */
  get topologyFaults(): readonly TopologyFault[] {
    return this.#keeper.faults;
  }

  /** What this process gives back because it does not know it. */
  get waitingEvents(): readonly WaitingEvent[] {
    return this.#unknown.list();
  }

  /** Streams and consumers are as declared, and what the roles ask for is running. */
  get isReady(): boolean {
    return this.#startWatch.unfinished === undefined;
  }

  /**
   * Starts what the roles ask for. While the broker is away this waits, and `outbox.publish` works all the
   * same: the relay sends it later. Resolves early when the service is stopped meanwhile.
   *
   * @throws ConfigurationRefused what waiting does not help
   */
  async start(): Promise<void> {
    this.#startWatch.begin();
    void this.#probe.start();
    await this.#keepTrying('look at the messaging tables', () => this.transactions.run(requireTables));
    if (this.#stopping.signal.aborted) return;
    this.startRelay();
    await this.#keepTrying('set up streams and consumers', async () => {
      await this.reconcile();
      await this.startConsumers();
      this.#startWatch.finish();
    });
  }

  /** Until it succeeds or the service is stopped. */
  async #keepTrying(what: string, attempt: () => Promise<void>): Promise<void> {
    for (let failures = 0; !this.#stopping.signal.aborted;) {
      try {
        return await attempt();
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        if (error instanceof ConfigurationRefused) throw error;
        failures += 1;
        this.#startWatch.failed(what, error);
        this.#options.log.warn({ err: error, failures }, `cannot ${what} yet, tries again`);
        await delay(backoffMs(failures, START_RETRY), undefined, { signal: this.#stopping.signal }).catch(
          () => {
            // Stopped meanwhile: the loop looks at that.
          },
        );
      }
    }
  }

  /** A refusal of the relay (`PooledSession`) is nobody's to catch: nothing can be sent in this process. */
  startRelay(): void {
    void this.#relay?.start();
    if (this.#relay) this.#cleaner.start();
  }

  async startConsumers(): Promise<void> {
    if (this.#options.roles.has('consumers')) await this.#consumers.start();
  }

  /**
   * Loses nothing and repeats as little as possible: consumers first, because their handlers publish; then
   * the relay, which sends that; then the broker's connection. The database is the caller's to close, after this.
   */
  stop(): Promise<void> {
    this.#stopped ??= this.drain();
    return this.#stopped;
  }

  private async drain(): Promise<void> {
    this.#stopping.abort();
    for (const stop of this.#stopGauges) stop();
    await this.#consumers.stop(this.#options.drainMs, () => this.#deadline.abort());
    await this.#keeper.stop();
    await this.#cleaner.stop();
    await this.#relay?.stop();
    await this.#probe.stop();
    await this.#options.transport.close();
  }
}
