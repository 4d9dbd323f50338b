import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '../backoff.js';
import { eventOf, parseSubject, type Lane } from '../contract/index.js';
import { RESOLUTION_HEADERS } from '../dead-letter/dead-letter.js';
import { unwrap } from '../dead-letter/dead-letters.js';
import type { CircuitBreakers } from '../flow/circuit-breakers.js';
import type { RateLimiters } from '../flow/rate-limiters.js';
import type { Log } from '../log.js';
import type { WireEvent } from '../message/decode-event.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { Delivery, StalledDurable, Subscriber, Subscription } from '../transport/transport.js';
import { BatchCollector } from './batch-collector.js';
import type { Dispatcher } from './dispatcher.js';
import { namesOf, type ConsumerDefinition } from './define-consumer.js';
import { InFlight } from './in-flight.js';
import type { ConsumerPlan } from './plan.js';
import { newestVersionOf } from './subscription.js';
import type { UnknownEvent, UnknownEvents } from './unknown-events.js';
import { WeightedSlots } from './weighted-slots.js';
import type { Held, Work } from './work.js';

const RETRY_AFTER_ERROR_MS = 1_000;
/** How long handlers that are cut off at a shutdown's deadline may take to be rolled back. */
const CUT_OFF_MS = 2_000;
/** How long a message without a handler here waits for a replica that has one. */
const GIVE_BACK = { baseMs: 200, maxMs: 5_000 };

export interface ConsumerRuntimeOptions {
  /** Handlers, or batches, that run at once in this process. */
  concurrency: number;
  ackWaitMs: number;
}

/** Why a consumer pulls nothing in this process, although it could. */
export type StopCause = 'paused' | 'dependency-down' | 'rate';

/** One durable that this process pulls from. */
interface Source {
  plan: ConsumerPlan;
  subscription: Subscription;
  collector: BatchCollector<Work> | undefined;
}

/**
 * Pulls for every planned consumer and passes deliveries to the dispatcher, bounded by slots. Memory is
 * bounded by the sum of the consumers' `maxAckPending`.
 */
export class ConsumerRuntime<Tx extends SqlTransaction> {
  readonly #slots: WeightedSlots;
  readonly #inFlight: InFlight;
  readonly #sources = new Set<Source>();
  /** Received and not begun: what a shutdown gives back at once. */
  readonly #waiting = new Set<Held>();
  readonly #stopCauses = new Map<ConsumerDefinition, Set<StopCause>>();
  /** Of the consumers' sources: one that was asked for before they were closed is of no use when it is there. */
  readonly #generations = new Map<ConsumerDefinition, number>();
  /** Of consumers whose messages share a commit. */
  readonly #groups = new Map<ConsumerDefinition, { epoch: number; collector: BatchCollector<Work> }>();
  #started = false;
  #stopping = false;

  constructor(
    private readonly subscriber: Subscriber,
    private readonly dispatcher: Dispatcher<Tx>,
    private readonly plans: () => readonly ConsumerPlan[],
    /** Counts events that this code has no handler for. */
    private readonly unknown: UnknownEvents,
    private readonly breakers: Pick<CircuitBreakers, 'admit' | 'ended' | 'forget'>,
    private readonly limiters: Pick<RateLimiters, 'admit' | 'forget'>,
    private readonly log: Log,
    options: ConsumerRuntimeOptions,
  ) {
    this.#slots = new WeightedSlots(options.concurrency);
    this.#inFlight = new InFlight(options.ackWaitMs);
  }

  async start(): Promise<void> {
    this.#started = true;
    for (const plan of this.plans()) await this.pull(plan);
  }

  /**
   * For consumers that were rebuilt: stops pulling from their old durables, and pulls from the new ones. Deliveries of the
   * old ones that are under way have no effect, by the fence in the inbox.
   */
  async replace(consumers: readonly ConsumerDefinition[]): Promise<void> {
    if (!this.#started) return;
    const isReplaced = ({ consumer, replays }: ConsumerPlan) => !replays && consumers.includes(consumer);
    await this.close(isReplaced);
    for (const plan of this.plans().filter(isReplaced)) await this.pull(plan);
  }

  /**
   * Stops pulling for a consumer, its replays included, and gives back what has not begun; handlers that run end normally.
   * Causes add up: it pulls again when `pullAgain` has been called for each.
   */
  stopPulling(consumer: ConsumerDefinition, cause: StopCause): void {
    const causes = this.#stopCauses.get(consumer) ?? new Set();
    this.#stopCauses.set(consumer, causes.add(cause));
    this.#generations.set(consumer, this.generationOf(consumer) + 1);
    const closed = this.close((plan) => plan.consumer === consumer);
    this.giveBackAll([...this.#waiting].filter(({ names }) => names[0] === consumer.name));
    closed.catch((error: unknown) =>
      this.log.warn({ err: error, consumer: consumer.name }, 'a durable was not let go of in good order'),
    );
  }

  pullAgain(consumer: ConsumerDefinition, cause: StopCause): void {
    const causes = this.#stopCauses.get(consumer);
    if (!causes?.delete(cause) || causes.size > 0) return;
    this.#stopCauses.delete(consumer);
    if (!this.#started) return;
    const plans = this.plans().filter((plan) => plan.consumer === consumer);
    Promise.all(plans.map((plan) => this.pull(plan))).catch((error: unknown) =>
      this.log.error({ err: error, consumer: consumer.name }, 'a consumer cannot pull again'),
    );
  }

  private async close(isClosed: (plan: ConsumerPlan) => boolean): Promise<void> {
    const closed = [...this.#sources].filter(({ plan }) => isClosed(plan));
    for (const source of closed) this.#sources.delete(source);
    const stopped = Promise.all(closed.map(({ subscription }) => subscription.stop()));
    for (const { collector } of closed) this.giveBackAll(collector?.drain() ?? []);
    await stopped;
  }

  private generationOf(consumer: ConsumerDefinition): number {
    return this.#generations.get(consumer) ?? 0;
  }

  /** Durables that cannot be pulled from. */
  get stalled(): StalledDurable[] {
    return [...this.#sources].flatMap(({ plan, subscription }) => {
      const stall = subscription.stall?.();
      return stall ? [{ durable: plan.declaration.name, ...stall }] : [];
    });
  }

  private async pull(plan: ConsumerPlan): Promise<void> {
    const generation = this.generationOf(plan.consumer);
    const isWanted = () =>
      !this.#stopping &&
      !this.#stopCauses.has(plan.consumer) &&
      generation === this.generationOf(plan.consumer);
    if (!isWanted()) return;
    const collector = this.collectorOf(plan);
    const run = collector
      ? (work: Work) => {
          this.take(work);
          this.admit(work, () => collector.add(work));
        }
      : (work: Work) => this.one(work);
    const subscription = await this.subscriber.subscribe(plan.declaration, (delivery) =>
      plan.replays ? this.receiveReplay(delivery, plan) : this.receive(delivery, plan, delivery, run),
    );
    // Stopped while it was starting: nothing else knows this one.
    if (!isWanted()) await subscription.stop();
    else this.#sources.add({ plan, subscription, collector });
  }

  /**
   * Stops pulling, gives back what has not begun, waits up to `deadlineMs` for what has. What is not done by then is rolled
   * back and given back.
   */
  async stop(deadlineMs: number, onDeadline: () => void): Promise<void> {
    this.#stopping = true;
    const sources = [...this.#sources];
    await Promise.all(sources.map(({ subscription }) => subscription.stop()));
    for (const { collector } of sources) collector?.drain();
    this.giveBackAll(this.#waiting);
    const deadline = new AbortController();
    const inTime = await Promise.race([
      this.#inFlight.empty().then(() => true),
      delay(deadlineMs, false, { signal: deadline.signal }).catch(() => false),
    ]);
    deadline.abort();
    if (!inTime) {
      this.log.warn(
        { held: this.#inFlight.size, deadlineMs },
        'handlers still run at the deadline: gives their messages back',
      );
      onDeadline();
      // Their transactions are rolled back, and their connections free, before the database is closed.
      await Promise.race([this.#inFlight.empty(), delay(CUT_OFF_MS, undefined, { ref: false })]);
    }
    this.#inFlight.release();
  }

  private receive(
    delivery: Delivery,
    plan: ConsumerPlan,
    wire: WireEvent,
    run: (work: Work) => void,
    replay = false,
  ): void {
    const { consumer } = plan;
    const { type, version } = eventOf(wire.subject);
    const subscription = plan.routes.get(type);
    const held = { consumer: consumer.name, names: namesOf(consumer), epoch: plan.epoch, delivery, wire };
    if (!subscription && consumer.ignores.includes(type)) return this.ignore(held);
    const newest = subscription && newestVersionOf(subscription, type);
    if (newest === undefined || version > newest) {
      return this.giveBack(delivery, { consumer: consumer.name, type, version });
    }
    run({ ...held, subscription: subscription!, replay });
  }

  /**
   * An event without a handler here belongs to a replica that was upgraded before this one, or to none yet. To acknowledge
   * it would lose it; so it is given back, uses up no attempt, and keeps its place among the events of its key.
   */
  private giveBack(delivery: Delivery, event: UnknownEvent): void {
    this.unknown.note(event);
    delivery.nak(backoffMs(delivery.deliveryCount, GIVE_BACK));
  }

  private receiveReplay(delivery: Delivery, plan: ConsumerPlan): void {
    // Discards travel the same way, as records only.
    if (delivery.headers[RESOLUTION_HEADERS.action] !== 'replay') return delivery.ack();
    this.receive(delivery, plan, unwrap(delivery), (work) => this.one(work), true);
  }

  private one(work: Work): void {
    const lane = parseSubject(work.wire.subject)?.lane ?? 'standard';
    this.take(work);
    this.admit(work, () => {
      void this.#slots.run(lane, () => this.guarded([work], () => this.dispatcher.dispatch(work)));
    });
  }

  private admit({ consumer, delivery }: Work, run: () => void): void {
    this.breakers.admit(consumer, delivery, () => this.limiters.admit(consumer, delivery, run));
  }

  private ignore(held: Held): void {
    this.take(held);
    void this.#slots.run('standard', () => this.guarded([held], () => this.dispatcher.ignore(held)));
  }

  /** For messages that share a transaction: a batch's, or a group's over all lanes and partitions of the consumer. */
  private collectorOf(plan: ConsumerPlan): BatchCollector<Work> | undefined {
    const { batch, consumer, epoch, lane, replays } = plan;
    if (batch) return this.newCollector(batch, lane, (due) => this.dispatcher.dispatchBatch(due));
    if (replays || consumer.groupCommit === 1) return undefined;
    const known = this.#groups.get(consumer);
    if (known?.epoch === epoch) return known.collector;
    const group = { maxMessages: consumer.groupCommit, maxWaitMs: 0 };
    const collector = this.newCollector(group, 'standard', (due) => this.dispatcher.dispatchGroup(due));
    this.#groups.set(consumer, { epoch, collector });
    return collector;
  }

  private newCollector(
    options: { maxMessages: number; maxWaitMs: number },
    lane: Lane,
    dispatch: (due: readonly Work[]) => Promise<void>,
  ): BatchCollector<Work> {
    return new BatchCollector<Work>(options, (works) =>
      this.#slots.run(lane, () => this.guarded(works, dispatch)),
    );
  }

  private take(work: Held): void {
    this.#inFlight.hold(work.delivery);
    this.#waiting.add(work);
  }

  /** An error in this library must neither end the process nor keep a message forever: it is logged, and the message is redelivered. */
  private async guarded<H extends Held>(
    works: readonly H[],
    run: (due: readonly H[]) => Promise<void>,
  ): Promise<void> {
    // What was given back while it waited for its turn is another delivery's by now.
    const due = works.filter((work) => this.#waiting.delete(work));
    if (due.length === 0) return;
    try {
      await run(due);
    } catch (error) {
      this.log.error(
        { err: error, consumer: due[0]?.consumer },
        'dispatch failed: the messages will be redelivered',
      );
      for (const { delivery } of due) delivery.nak(RETRY_AFTER_ERROR_MS);
    }
    for (const { consumer, delivery } of due) {
      this.#inFlight.drop(delivery);
      this.breakers.ended(consumer, delivery);
    }
  }

  private giveBackAll(works: Iterable<Held>): void {
    const given = [...works];
    // None of them may run in the place of another.
    for (const work of given) this.#waiting.delete(work);
    for (const { consumer, delivery } of given) {
      delivery.nak(0);
      this.#inFlight.drop(delivery);
      this.breakers.forget(consumer, delivery);
      this.limiters.forget(consumer, delivery);
    }
  }
}
