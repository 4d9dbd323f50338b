import { setTimeout as delay } from 'node:timers/promises';
import { namesOf, type ConsumerDefinition } from '../consumer/define-consumer.js';
import type { ConsumerPlans } from '../consumer/consumer-plans.js';
import { epochOf, type ConsumerPlan } from '../consumer/plan.js';
import type { EventContract } from '../contract/index.js';
import { BrokerDenied, TopologyRefused } from '../errors.js';
import { carryInbox } from '../inbox/inbox.sql.js';
import type { Log } from '../log.js';
import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';
import type { ConsumerStatus, StreamTransport } from '../transport/stream-transport.js';
import type { StreamDeclaration, StreamLimits, Topology, TopologyDrift } from '../transport/transport.js';
import { completedUntil, durablesOf, keyOf, surveyDurables, typesOf } from './consumer-survey.js';
import { databaseIdentity } from './database-identity.sql.js';
import { readEpochs } from './epochs.sql.js';
import { placeConsumers } from './place-consumers.js';
import {
  carryPositions,
  forgetPosition,
  readHorizons,
  readPositions,
  recordPositions,
  type Position,
} from './positions.sql.js';
import { streamsOf, type Owner } from './topology.js';
import { placeDurables, type DurableName, type WantedTopology } from './wanted-topology.js';

const ROUND_MS = 5_000;
/** Positions are recorded at every third round: what is repeated for their age, the inbox drops. */
const RECORD_EVERY = 3;

export interface TopologyKeeperOptions {
  service: string;
  publishes: readonly EventContract[];
  consumers: readonly ConsumerDefinition[];
  plans: ConsumerPlans;
  limits: StreamLimits;
  /** These have been rebuilt, and have other durables now. */
  onReplaced: (consumers: readonly ConsumerDefinition[]) => Promise<void>;
}

/**
 * Keeps streams and consumers on the broker as they are declared, from the start on and while the service runs: what
 * is deleted is made again, a durable at its position. Records, beside the inbox, where consumers stand.
 */
export class TopologyKeeper {
  readonly #stopping = new AbortController();
  #topology: Topology | undefined;
  /** Rebuilt, and not yet replaced. */
  readonly #rebuilt = new Set<ConsumerDefinition>();
  #checking: Promise<void> | undefined;
  #drifts: readonly TopologyDrift[] = [];
  #running: Promise<void> | undefined;
  #wake: () => void = () => {};
  readonly #stopListening: () => void;

  constructor(
    private readonly transport: StreamTransport,
    private readonly transactions: Transactions<SqlTransaction>,
    private readonly options: TopologyKeeperOptions,
    private readonly log: Log,
  ) {
    this.#stopListening = transport.onReconnect(() => this.#wake());
  }

  /** What is not as declared, and could not be corrected. */
  get drifts(): readonly TopologyDrift[] {
    return this.#drifts;
  }

  /** @throws TopologyRefused, BrokerUnavailable, the database's errors */
  async reconcile(): Promise<void> {
    await this.adoptEpochs();
    const owner = await this.owner();
    const streams = this.streams(owner);
    await this.transport.reconcile({ streams, consumers: [] });
    const { consumers, moves } = await this.place(owner);
    await placeDurables(this.transport, { consumers, moves }, this.log);
    this.#topology = { streams, consumers };
    await this.replaceRebuilt();
    await this.record();
  }

  /** What `reconcile` would make, for a process with the permissions that this one lacks. Changes nothing. */
  async wanted(): Promise<WantedTopology> {
    await this.adoptEpochs();
    const owner = await this.owner();
    return { streams: this.streams(owner), ...(await this.place(owner)) };
  }

  private async owner(): Promise<Owner> {
    const database = await this.transactions.run(databaseIdentity);
    return { service: this.options.service, database };
  }

  private streams(owner: Owner): StreamDeclaration[] {
    const { publishes, consumers, limits } = this.options;
    const listensTo = consumers.flatMap(({ routes }) => routes.flatMap(({ contracts }) => contracts));
    return streamsOf(publishes, listensTo, limits, owner);
  }

  private async place(owner: Owner): Promise<Omit<WantedTopology, 'streams'>> {
    const plans = this.options.plans.current;
    const names = this.options.consumers.flatMap(namesOf);
    const [positions, horizons] = await this.transactions.run(async (tx) => [
      await readPositions(tx, names),
      await readHorizons(tx, names),
    ]);
    const durables = await surveyDurables(this.transport.reader, plans);
    const placements = await placeConsumers(plans, {
      ...{ reader: this.transport.reader, transactions: this.transactions, durables },
      ...{ positions, horizons, owner, log: this.log },
    });
    return {
      consumers: placements.map(({ declaration }) => declaration),
      moves: placements.flatMap(({ declaration: { stream, name }, reposition: reason }) =>
        reason ? [{ stream, name, reason }] : [],
      ),
      obsolete: obsoleteDurables(plans, durables),
    };
  }

  /** What another process has rebuilt has other durables from then on. */
  private async adoptEpochs(): Promise<void> {
    const { consumers, plans } = this.options;
    const epochs = await this.transactions.run((tx) => readEpochs(tx, consumers.flatMap(namesOf)));
    for (const consumer of plans.adopt(epochs)) this.#rebuilt.add(consumer);
  }

  /** Pulls from the new durables, and deletes the old ones, which a replica may have made again that did not know. */
  private async replaceRebuilt(): Promise<void> {
    if (this.#rebuilt.size === 0) return;
    const { plans, onReplaced } = this.options;
    const rebuilt = [...this.#rebuilt];
    await onReplaced(rebuilt);
    const own = plans.current.filter(({ consumer }) => rebuilt.includes(consumer));
    const durables = await surveyDurables(this.transport.reader, own);
    try {
      for (const { stream, name } of obsoleteDurables(own, durables)) {
        await this.transport.admin.deleteConsumer(stream, name);
      }
    } catch (error) {
      if (!(error instanceof BrokerDenied)) throw error;
      this.log.warn({ err: error }, 'durables from before a rebuild are left to "waybill topology apply"');
    }
    for (const consumer of rebuilt) this.#rebuilt.delete(consumer);
    this.log.warn(
      { consumers: rebuilt.map(({ name }) => name) },
      'consumers were rebuilt: handles their history again',
    );
  }

  /** Once at the start: copies what is recorded under former names to the new ones. */
  async carryOver(): Promise<void> {
    for (const { name, formerly, ignores } of this.options.consumers) {
      await this.transactions.run(async (tx) => {
        for (const former of formerly) {
          await carryPositions(tx, name, former);
          await carryInbox(tx, name, former);
        }
        for (const type of ignores) await forgetPosition(tx, name, type);
      });
    }
  }

  start(): void {
    this.#running ??= this.run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#stopListening();
    this.#wake();
    await this.#running;
  }

  /** Records where the consumers stand. @throws BrokerUnavailable, the database's errors */
  async record(): Promise<void> {
    const positions = await this.currentPositions();
    await this.transactions.run((tx) => recordPositions(tx, positions));
  }

  private async currentPositions(): Promise<Position[]> {
    const plans = this.options.plans.current;
    const durables = await surveyDurables(this.transport.reader, plans);
    // If a consumer lacks a durable, the positions of the others are ahead of it: it is made again from the recorded one.
    const incomplete = new Set(
      plans.filter(({ declaration }) => !durables.has(keyOf(declaration))).map(partOf),
    );
    const least = new Map<string, Position>();
    for (const plan of plans) {
      const { consumer, declaration, epoch } = plan;
      const durable = durables.get(keyOf(declaration));
      if (!durable || incomplete.has(partOf(plan))) continue;
      const handledUntil = await completedUntil(this.transport.reader, durable);
      for (const type of typesOf(durable).filter((type) => !consumer.ignores.includes(type))) {
        for (const name of namesOf(consumer)) {
          const position = { consumer: name, stream: declaration.stream, type, handledUntil, epoch };
          const key = `${name} ${declaration.stream} ${type}`;
          const other = least.get(key);
          if (!other || handledUntil < other.handledUntil) least.set(key, position);
        }
      }
    }
    return [...least.values()];
  }

  private async run(): Promise<void> {
    const { signal } = this.#stopping;
    for (let round = 1; !signal.aborted; round++) {
      await this.pause();
      if (signal.aborted) return;
      try {
        await this.check();
        if (round % RECORD_EVERY === 0) await this.record();
      } catch (error) {
        // Another failure shows elsewhere, as an outage; this one would not end by itself.
        const level = error instanceof BrokerDenied ? 'warn' : 'debug';
        this.log[level]({ err: error }, 'could not check streams and durables, the next round tries again');
      }
    }
  }

  /** Checks once, and corrects what is not as declared. One at a time. @throws BrokerUnavailable, the database's errors */
  check(): Promise<void> {
    const after = this.#checking ?? Promise.resolve();
    const check = after.catch(() => undefined).then(() => this.#check());
    this.#checking = check;
    return check;
  }

  async #check(): Promise<void> {
    if (!this.#topology) return;
    await this.adoptEpochs();
    if (this.#rebuilt.size > 0) await this.reconcile();
    const found = await this.transport.examine(this.#topology);
    if (found.length > 0) {
      if (this.#drifts.length === 0) {
        this.log.warn({ drifts: found }, 'streams or durables are not as declared: corrects them');
      }
      try {
        await this.reconcile();
      } catch (error) {
        if (!(error instanceof TopologyRefused) && !(error instanceof BrokerDenied)) throw error;
      }
      this.#drifts = await this.transport.examine(this.#topology);
      if (this.#drifts.length === 0)
        this.log.info({ was: found }, 'streams and durables are as declared again');
    } else {
      this.#drifts = [];
    }
  }

  /** Until the next round, or a reconnect. */
  private async pause(): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    const signal = AbortSignal.any([woken.signal, this.#stopping.signal]);
    // Ends early if woken; the loop checks why.
    await delay(ROUND_MS, undefined, { signal, ref: false }).catch(() => {});
  }
}

/** Durables that rebuilt consumers had before. */
function obsoleteDurables(
  plans: readonly ConsumerPlan[],
  durables: ReadonlyMap<string, ConsumerStatus>,
): DurableName[] {
  const found = new Map<string, DurableName>();
  for (const { consumer, declaration, epoch, replays } of plans) {
    if (replays) continue;
    for (const { stream, name } of durablesOf(durables.values(), namesOf(consumer), declaration.stream)) {
      if (epochOf(name) < epoch) found.set(`${stream} ${name}`, { stream, name });
    }
  }
  return [...found.values()];
}

/** A consumer's durables of one stream: their positions are one. */
function partOf({ consumer, declaration }: ConsumerPlan): string {
  return `${consumer.name} ${declaration.stream}`;
}
