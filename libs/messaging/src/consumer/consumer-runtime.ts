import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '../backoff.js';
import { eventOf, parseSubject } from '../contract/index.js';
import { RESOLUTION_HEADERS } from '../dead-letter/dead-letter.js';
import { unwrap } from '../dead-letter/dead-letters.js';
import type { Log } from '../log.js';
import type { WireEvent } from '../message/decode-event.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { Delivery, Subscriber, Subscription } from '../transport/transport.js';
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
  #started = false;
  #stopping = false;

  constructor(
    private readonly subscriber: Subscriber,
    private readonly dispatcher: Dispatcher<Tx>,
    private readonly plans: () => readonly ConsumerPlan[],
    /** Counts events that this code has no handler for. */
    private readonly unknown: UnknownEvents,
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
    for (const source of this.#sources) {
      if (!isReplaced(source.plan)) continue;
      this.#sources.delete(source);
      await source.subscription.stop();
      source.collector?.drain();
    }
    for (const plan of this.plans().filter(isReplaced)) await this.pull(plan);
  }

  /** Durables that cannot be pulled from, and since when. */
  get stalled(): { durable: string; since: Date }[] {
    return [...this.#sources].flatMap(({ plan, subscription }) => {
      const since = subscription.stalledSince?.();
      return since ? [{ durable: plan.declaration.name, since }] : [];
    });
  }

  private async pull(plan: ConsumerPlan): Promise<void> {
    if (this.#stopping) return;
    const collector = plan.batch && this.collectorOf(plan, plan.batch);
    const run = collector
      ? (work: Work) => {
          this.take(work);
          collector.add(work);
        }
      : (work: Work) => this.one(work);
    const subscription = await this.subscriber.subscribe(plan.declaration, (delivery) =>
      plan.replays ? this.receiveReplay(delivery, plan) : this.receive(delivery, plan, delivery, run),
    );
    // Stopped while it was starting: `stop` does not know this one.
    if (this.#stopping) await subscription.stop();
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
    void this.#slots.run(lane, () => this.guarded([work], () => this.dispatcher.dispatch(work)));
  }

  private ignore(held: Held): void {
    this.take(held);
    void this.#slots.run('standard', () => this.guarded([held], () => this.dispatcher.ignore(held)));
  }

  private collectorOf(plan: ConsumerPlan, batch: NonNullable<ConsumerPlan['batch']>): BatchCollector<Work> {
    return new BatchCollector<Work>(batch, (works) =>
      this.#slots.run(plan.lane, () => this.guarded(works, () => this.dispatcher.dispatchBatch(works))),
    );
  }

  private take(work: Held): void {
    this.#inFlight.hold(work.delivery);
    this.#waiting.add(work);
  }

  /** An error in this library must neither end the process nor keep a message forever: it is logged, and the message is redelivered. */
  private async guarded(works: readonly Held[], run: () => Promise<void>): Promise<void> {
    // Those whose turn comes only now are given back with the others.
    if (this.#stopping) return;
    for (const work of works) this.#waiting.delete(work);
    try {
      await run();
    } catch (error) {
      this.log.error(
        { err: error, consumer: works[0]?.consumer },
        'dispatch failed: the messages will be redelivered',
      );
      for (const { delivery } of works) delivery.nak(RETRY_AFTER_ERROR_MS);
    }
    for (const { delivery } of works) this.#inFlight.drop(delivery);
  }

  private giveBackAll(works: Set<Held>): void {
    for (const { delivery } of works) {
      delivery.nak(0);
      this.#inFlight.drop(delivery);
    }
    works.clear();
  }
}
