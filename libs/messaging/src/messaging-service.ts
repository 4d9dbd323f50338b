import { randomUUID } from 'node:crypto';
import { retrying } from './backoff.js';
import { ConsumerPlans } from './consumer/consumer-plans.js';
import { ConsumerRuntime } from './consumer/consumer-runtime.js';
import { Dispatcher } from './consumer/dispatcher.js';
import { UnknownEvents, type WaitingEvent } from './consumer/unknown-events.js';
import { DeadLetters } from './dead-letter/dead-letters.js';
import { ConfigurationRefused } from './errors.js';
import { FaultSwitches } from './faults/fault-switches.js';
import { withLibraryFaults } from './faults/library-faults.js';
import type { HealthSources } from './health/health-check.js';
import { ServiceHealth } from './health/service-health.js';
import { CircuitBreakers } from './flow/circuit-breakers.js';
import { asNotPulling, type NotPulling } from './flow/not-pulling.js';
import { PauseWatch } from './flow/pause-watch.js';
import { RateLimiters } from './flow/rate-limiters.js';
import { Inspection } from './inspection/inspection.js';
import type { EraseRequest, Presence } from './inspection/protocol.js';
import { unfailing } from './log.js';
import { DEFAULTS, type MessagingServiceOptions } from './messaging-options.js';
import { observeConsumers } from './metrics/consumer-gauges.js';
import { observeDatabase } from './metrics/database-gauges.js';
import { DispatchMetrics } from './metrics/dispatch-metrics.js';
import { observeDrifts } from './metrics/drift-gauges.js';
import { createInstruments } from './metrics/instruments.js';
import { MeteredPublisher } from './metrics/metered-publisher.js';
import { observeOutbox } from './metrics/outbox-gauges.js';
import { observePullStops } from './metrics/pull-stop-gauges.js';
import { observeSchedules, ScheduleMetrics } from './metrics/schedule-metrics.js';
import { DirectPublisher } from './outbox/direct-publisher.js';
import { Outbox } from './outbox/outbox.js';
import { Relay } from './outbox/relay/relay.js';
import { TransactionRunner } from './outbox/transaction-runner.js';
import { withProcesses } from './process/with-processes.js';
import { eraseEverything } from './personal/erasure.js';
import { KeyReader } from './personal/key-reader.js';
import { askOverTransport } from './personal/ask-over-transport.js';
import { keySources } from './personal/key-sources.js';
import { MasterKeyNeeded, PersonalData } from './personal/personal-data.js';
import { PersonalReader } from './personal/personal-reader.js';
import { rewrapAll } from './personal/rewrap-all.js';
import { SubjectKeys } from './personal/subject-keys.js';
import { Cleaner } from './retention/cleaner.js';
import type { ScheduleDefinition } from './schedule/define-schedule.js';
import { ScheduleRunner } from './schedule/schedule-runner.js';
import { requireTables } from './sql/require-tables.sql.js';
import type { SqlTransaction } from './sql/sql-transaction.js';
import { TopologyKeeper } from './topology/topology-keeper.js';
import type { TopologyDrift } from './transport/transport.js';
import { requireSoundWiring } from './wiring.js';

export type { MessagingServiceOptions, Role } from './messaging-options.js';

const START_RETRY = { baseMs: 250, maxMs: 5_000 };

/** All of the library that one service runs, put together. The Nest module wraps this. */
export class MessagingService<Tx extends SqlTransaction = SqlTransaction> {
  readonly outbox: Outbox;
  readonly transactions: TransactionRunner<Tx>;
  readonly direct: DirectPublisher;
  readonly inspection: Inspection;
  readonly personalData = new PersonalData();
  /** All that is known of its parts; others may add to it. */
  readonly health: HealthSources;
  readonly #options: MessagingServiceOptions<Tx> & typeof DEFAULTS;
  readonly #relay: Relay | undefined;
  readonly #consumers: ConsumerRuntime<Tx>;
  readonly #breakers: CircuitBreakers;
  readonly #limiters: RateLimiters;
  readonly #pauses: PauseWatch;
  readonly #schedules: ScheduleRunner<Tx>;
  readonly #cleaner: Cleaner;
  readonly #keeper: TopologyKeeper;
  readonly #unknown: UnknownEvents;
  readonly #health: ServiceHealth;
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
    const subjectKeys = all.masterKeys && new SubjectKeys(all.masterKeys);
    const personal = publishes.filter((contract) => contract.personal);
    if (personal.length > 0 && !subjectKeys) {
      const events = personal.map(({ name }) => name);
      log.warn(
        { events },
        `${new MasterKeyNeeded(events.join(', ')).message}; until then it is not published`,
      );
    }
    const plans = new ConsumerPlans(all.subscriptions, all.ackWaitMs);
    const current = () => plans.current;
    const { invoke, subscriber, isRelayPaused } = withLibraryFaults(faults, {
      invoke: withProcesses(all.invoke, () => this.outbox),
      subscriber: transport,
      consumes: plans.current.length > 0,
      publishes: publishes.length > 0,
      poke: () => this.#relay?.poke(),
    });
    const instruments = createInstruments();
    const publisher = new MeteredPublisher(transport, instruments);
    const maxPayload = () => transport.maxPayload();
    this.outbox = new Outbox(service, publishes, maxPayload, subjectKeys);
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
    const observers = [new DispatchMetrics(instruments, all.subscriptions), ...(all.observers ?? [])];
    this.#breakers = new CircuitBreakers(all.subscriptions, {
      stopPulling: (consumer) => this.#consumers.stopPulling(consumer, 'dependency-down'),
      pullAgain: (consumer) => this.#consumers.pullAgain(consumer, 'dependency-down'),
      log,
    });
    this.#limiters = new RateLimiters(all.subscriptions, {
      pool,
      stopPulling: (consumer) => this.#consumers.stopPulling(consumer, 'rate'),
      pullAgain: (consumer) => this.#consumers.pullAgain(consumer, 'rate'),
      log,
    });
    const dispatcher = new Dispatcher<Tx>({
      transactions: this.transactions,
      deadLetters: new DeadLetters(publisher, service),
      invoke,
      reader: transport.reader,
      personal: new PersonalReader(
        new KeyReader(
          keySources(
            service,
            subjectKeys && { keys: subjectKeys, run: (work) => this.transactions.run(work) },
            all.askForKeys ?? askOverTransport(transport),
          ),
        ),
      ),
      breakers: this.#breakers,
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
    const { concurrency, ackWaitMs } = all;
    this.#consumers = new ConsumerRuntime(
      ...([subscriber, dispatcher, current, this.#unknown, this.#breakers, this.#limiters, log] as const),
      { concurrency, ackWaitMs },
    );
    this.#pauses = new PauseWatch({
      ...{ pool, consumers: all.subscriptions, log },
      onPaused: (consumer) => this.#consumers.stopPulling(consumer, 'paused'),
      onResumed: (consumer) => this.#consumers.pullAgain(consumer, 'paused'),
    });
    const scheduleObservers = [new ScheduleMetrics(instruments), ...(all.scheduleObservers ?? [])];
    this.#schedules = new ScheduleRunner(all.schedules, {
      transactions: this.transactions,
      runTask: all.runTask ?? noTask,
      observer: { ran: (attempt) => scheduleObservers.forEach((observer) => observer.ran(attempt)) },
      log,
    });
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
      ...{ service, transport, pool, publishes, plans: current, log, faults, isRelayPaused },
      consumers: all.subscriptions,
      concurrency: all.concurrency,
      presence: () => this.presence,
      poke: () => this.#relay?.poke(),
      subjectKeys,
      ...((personal.length > 0 || all.erase) && {
        erase: (request: EraseRequest) =>
          this.transactions.run((tx) =>
            eraseEverything(
              tx,
              { personalData: this.personalData, outbox: this.outbox, erase: all.erase },
              request,
            ),
          ),
      }),
      onRebuilt: () => this.#keeper.check(),
      onPaused: () => this.#pauses.look(),
      wantedTopology: () => this.#keeper.wanted(),
    });
    this.#health = new ServiceHealth({
      ...{ roles, directPool, outageGraceMs: all.outageGraceMs, outboxGraceMs: all.outboxGraceMs },
      transport,
      direct: all.direct ?? [],
      drifts: () => this.topologyDrifts,
      waiting: () => this.waitingEvents,
      stalled: () => this.#consumers.stalled,
      notPulling: () => this.notPulling,
      relay: this.#relay?.check,
      schedules: all.schedules,
    });
    this.health = this.#health.sources;
    this.#stopGauges.push(observeOutbox(instruments, () => this.#health.backlog));
    this.#stopGauges.push(observeDatabase(instruments, () => this.#health.databaseLoad));
    this.#stopGauges.push(observeDrifts(instruments, () => this.topologyDrifts));
    this.#stopGauges.push(observeSchedules(instruments, () => this.#health.scheduleLags));
    this.#stopGauges.push(observePullStops(instruments, () => this.notPulling));
    if (roles.has('consumers')) this.#stopGauges.push(observeConsumers(instruments, transport, current, log));
  }

  /** Reconciles streams and consumers, and keeps them so. @throws TopologyRefused, BrokerRefused */
  async reconcile(): Promise<void> {
    await this.#keeper.carryOver();
    await this.#keeper.reconcile();
    this.#keeper.start();
  }

  /** What this process reports about itself. */
  get presence(): Presence {
    return {
      service: this.#options.service,
      instance: this.#instance,
      startedAt: this.#startedAt,
      roles: [...this.#options.roles],
      waiting: this.waitingEvents,
      drifts: this.topologyDrifts,
      notPulling: this.notPulling,
      health: this.health.check().filter(({ status }) => status !== 'ok'),
    };
  }

  /** Streams and durables that are not as declared and could not be corrected. */
  get topologyDrifts(): readonly TopologyDrift[] {
    return this.#keeper.drifts;
  }

  /** Events that this process gives back because it has no handler for them. */
  get waitingEvents(): readonly WaitingEvent[] {
    return this.#unknown.list();
  }

  /** Consumers for which this process does not pull, on purpose. */
  get notPulling(): readonly NotPulling[] {
    return [...this.#pauses.paused.map(asNotPulling), ...this.#breakers.notPulling];
  }

  /** Streams and consumers are as declared, and what the roles ask for is running. */
  get isReady(): boolean {
    return this.#health.start.unfinished === undefined;
  }

  /**
   * Starts what the roles ask for. Waits while the broker is down; `outbox.publish` works meanwhile, and the relay sends
   * later. Resolves early if the service is stopped.
   *
   * @throws ConfigurationRefused if waiting is pointless
   */
  async start(): Promise<void> {
    this.#health.begin();
    await this.#keepTrying('look at the messaging tables', () => this.transactions.run(requireTables));
    if (this.#stopping.signal.aborted) return;
    this.startRelay();
    this.startSchedules();
    this.#rewrapKeys();
    await this.#keepTrying('set up streams and consumers', async () => {
      await this.reconcile();
      await this.startConsumers();
      this.#health.start.finish();
    });
  }

  /** Until it succeeds or the service is stopped. @throws ConfigurationRefused */
  async #keepTrying(what: string, attempt: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    if (signal.aborted) return;
    await retrying(attempt, START_RETRY, signal, (error, failures) => {
      if (signal.aborted) return;
      if (error instanceof ConfigurationRefused) throw error;
      this.#health.start.failed(what, error);
      this.#options.log.warn({ err: error, failures }, `cannot ${what} yet, tries again`);
    });
  }

  /** If the relay is refused (`PooledSession`) the rejection stays unhandled and ends the process: it could send nothing. */
  startRelay(): void {
    void this.#relay?.start();
    if (this.#relay) this.#cleaner.start();
  }

  /** Encrypts keys that are under an older master key again: by the relay's processes, each taking some. */
  #rewrapKeys(): void {
    const { masterKeys, roles, log } = this.#options;
    if (!masterKeys || !roles.has('relay')) return;
    const rewrapping = rewrapAll(this.transactions, new SubjectKeys(masterKeys), this.#stopping.signal);
    rewrapping.then(
      (keys) =>
        keys > 0 && log.info({ keys }, 'keys of personal data were encrypted with the new master key'),
      (error: unknown) =>
        log.error(
          { err: error },
          'keys of personal data stay under an older master key: keep that configured',
        ),
    );
  }

  /** They need the database and not the broker: what they publish waits in the outbox. */
  startSchedules(): void {
    const { roles, runsSchedules } = this.#options;
    if (runsSchedules && roles.has('consumers')) this.#schedules.start();
  }

  async startConsumers(): Promise<void> {
    if (!this.#options.roles.has('consumers')) return;
    await this.#pauses.start();
    await this.#consumers.start();
  }

  /**
   * Loses nothing and repeats as little as possible: consumers and schedules first, because they publish; then
   * the relay, which sends that; then the broker's connection. The caller closes the database, after this.
   */
  stop(): Promise<void> {
    this.#stopped ??= this.drain();
    return this.#stopped;
  }

  private async drain(): Promise<void> {
    this.#stopping.abort();
    for (const stop of this.#stopGauges) stop();
    const { drainMs } = this.#options;
    this.#breakers.stop();
    this.#limiters.stop();
    await this.#pauses.stop();
    await Promise.all([
      this.#schedules.stop(drainMs),
      this.#consumers.stop(drainMs, () => this.#deadline.abort()),
    ]);
    await this.#keeper.stop();
    await this.#cleaner.stop();
    await this.#relay?.stop();
    await this.#health.stop();
    await this.#options.transport.close();
  }
}

function noTask(schedule: ScheduleDefinition): never {
  throw new TypeError(`schedule ${schedule.name} has no runTask that would call its task`);
}
