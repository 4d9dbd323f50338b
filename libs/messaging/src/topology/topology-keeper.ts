import { setTimeout as delay } from 'node:timers/promises';
import { namesOf, type ConsumerDefinition } from '../consumer/define-consumer.js';
import type { ConsumerPlan } from '../consumer/plan.js';
import type { EventContract } from '../contract/index.js';
import { TopologyRefused } from '../errors.js';
import { carryInbox } from '../inbox/inbox.sql.js';
import type { Log } from '../log.js';
import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';
import type { StreamLimits, Topology, TopologyFault, Transport } from '../transport/transport.js';
import { keyOf, restUntil, surveyDurables, typesOf } from './consumer-survey.js';
import { databaseIdentity } from './database-identity.sql.js';
import { placeConsumers } from './place-consumers.js';
import {
  carryPositions,
  forgetPosition,
  readHorizons,
  readPositions,
  recordPositions,
  type Position,
} from './positions.sql.js';
import { streamsOf } from './topology.js';

const ROUND_MS = 5_000;
/** Positions are recorded at every third round: what is repeated for their age, the inbox drops. */
const RECORD_EVERY = 3;

export interface TopologyKeeperOptions {
  service: string;
  publishes: readonly EventContract[];
  consumers: readonly ConsumerDefinition[];
  plans: readonly ConsumerPlan[];
  limits: StreamLimits;
}

/**
 * Keeps streams and consumers on the broker as they are declared, from the start on and while the service runs: what
 * somebody deletes is made again, a consumer where it stood. Puts on record, beside the inbox, where consumers stand.
 */
export class TopologyKeeper {
  readonly #stopping = new AbortController();
  #topology: Topology | undefined;
  #faults: readonly TopologyFault[] = [];
  #running: Promise<void> | undefined;
  #wake: () => void = () => {};
  readonly #stopListening: () => void;

  constructor(
    private readonly transport: Transport,
    private readonly transactions: Transactions<SqlTransaction>,
    private readonly options: TopologyKeeperOptions,
    private readonly log: Log,
  ) {
    this.#stopListening = transport.onReconnect(() => this.#wake());
  }

  /** What is not as declared, and could not be put right. */
  get faults(): readonly TopologyFault[] {
    return this.#faults;
  }

  /** @throws TopologyRefused, BrokerUnavailable, the database's errors */
  async reconcile(): Promise<void> {
    const { service, publishes, consumers, plans, limits } = this.options;
    const database = await this.transactions.run(databaseIdentity);
    const owner = { service, database };
    const listensTo = consumers.flatMap(({ routes }) => routes.flatMap(({ contracts }) => contracts));
    const streams = streamsOf(publishes, listensTo, limits, owner);
    await this.transport.reconcile({ streams, consumers: [] });
    const names = consumers.flatMap(namesOf);
    const [positions, horizons] = await this.transactions.run(async (tx) => [
      await readPositions(tx, names),
      await readHorizons(tx, names),
    ]);
    const durables = await surveyDurables(this.transport, plans);
    const placements = await placeConsumers(plans, {
      ...{ broker: this.transport, transactions: this.transactions, durables },
      ...{ positions, horizons, owner, log: this.log },
    });
    for (const { declaration, reposition } of placements) {
      if (!reposition) continue;
      await this.transport.reposition(declaration);
      const { name, startAt } = declaration;
      this.log.warn({ durable: name, reason: reposition, startAt }, 'a durable was moved');
    }
    const declared = placements.map(({ declaration }) => declaration);
    await this.transport.reconcile({ streams: [], consumers: declared });
    this.#topology = { streams, consumers: declared };
    await this.record();
  }

  /** Once at the start: what is on record under former names becomes the new ones'. */
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

  /** Writes down where the consumers stand. @throws BrokerUnavailable, the database's errors */
  async record(): Promise<void> {
    const positions = await this.currentPositions();
    await this.transactions.run((tx) => recordPositions(tx, positions));
  }

  private async currentPositions(): Promise<Position[]> {
    const { plans } = this.options;
    const durables = await surveyDurables(this.transport, plans);
    const least = new Map<string, Position>();
    for (const { consumer, declaration } of plans) {
      const durable = durables.get(keyOf(declaration));
      // Deleted just now: the next round makes it again, from what is on record.
      if (!durable) continue;
      const handledUntil = await restUntil(this.transport, durable);
      for (const type of typesOf(durable).filter((type) => !consumer.ignores.includes(type))) {
        for (const name of namesOf(consumer)) {
          const position = { consumer: name, stream: declaration.stream, type, handledUntil };
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
        this.log.debug({ err: error }, 'could not look at streams and consumers, the next round tries again');
      }
    }
  }

  private async check(): Promise<void> {
    if (!this.#topology) return;
    const found = await this.transport.examine(this.#topology);
    if (found.length > 0) {
      if (this.#faults.length === 0) {
        this.log.warn({ faults: found }, 'streams or consumers are not as declared: puts them right');
      }
      try {
        await this.reconcile();
      } catch (error) {
        if (!(error instanceof TopologyRefused)) throw error;
      }
      this.#faults = await this.transport.examine(this.#topology);
      if (this.#faults.length === 0)
        this.log.info({ was: found }, 'streams and consumers are as declared again');
    } else {
      this.#faults = [];
    }
  }

  /** Until the next round, or a reconnect. */
  private async pause(): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    const signal = AbortSignal.any([woken.signal, this.#stopping.signal]);
    // Woken is what ends it early; the loop looks at why.
    await delay(ROUND_MS, undefined, { signal, ref: false }).catch(() => {});
  }
}
