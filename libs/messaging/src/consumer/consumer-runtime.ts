import { setTimeout as delay } from 'node:timers/promises';
import { settledFilter, DEAD_STREAM, parseDeadSubject } from '../dead-letter/subjects.js';
import { SETTLED_HEADERS } from '../dead-letter/dead-letter-desk.js';
import { unwrap } from '../dead-letter/dead-letters.js';
import { parseSubject } from '../contract/index.js';
import type { Log } from '../log.js';
import type { WireEvent } from '../message/decode-event.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { ConsumerDeclaration, Delivery, Subscriber, Subscription } from '../transport/transport.js';
import { BatchCollector } from './batch-collector.js';
import type { Dispatcher } from './dispatcher.js';
import { InFlight } from './in-flight.js';
import type { ConsumerPlan } from './plan.js';
import { WeightedSlots } from './weighted-slots.js';
import type { Work } from './work.js';

/** How many replays may be under way at once. */
const MAX_REPLAYS = 16;
const RETRY_AFTER_FAULT_MS = 1_000;

/** The durable through which replays reach this service: see `dead-letter/subjects.ts`. */
export function replayConsumer(service: string, ackWaitMs: number): ConsumerDeclaration {
  return {
    stream: DEAD_STREAM,
    name: `${service}-replay`,
    filter: settledFilter(service),
    maxAckPending: MAX_REPLAYS,
    ackWaitMs,
  };
}

export interface ConsumerRuntimeOptions {
  service: string;
  /** Handlers, or batches, that run at once in this process. */
  concurrency: number;
  ackWaitMs: number;
}

/**
 * Pulls for every planned consumer and passes deliveries to the dispatcher, bounded by slots. Memory is
 * bounded by the sum of the consumers' `maxAckPending`.
 */
export class ConsumerRuntime<Tx extends SqlTransaction> {
  readonly #slots: WeightedSlots;
  readonly #inFlight: InFlight;
  readonly #subscriptions: Subscription[] = [];
  readonly #collectors: BatchCollector<Work>[] = [];
  /** Received and not begun: what a shutdown gives back at once. */
  readonly #waiting = new Set<Work>();
  #stopping = false;

  constructor(
    private readonly subscriber: Subscriber,
    private readonly dispatcher: Dispatcher<Tx>,
    private readonly plans: readonly ConsumerPlan[],
    private readonly log: Log,
    private readonly options: ConsumerRuntimeOptions,
  ) {
    this.#slots = new WeightedSlots(options.concurrency);
    this.#inFlight = new InFlight(options.ackWaitMs);
  }

  async start(): Promise<void> {
    for (const plan of this.plans) {
      const route = plan.batch ? this.toBatches(plan, plan.batch) : (work: Work) => this.one(work);
      await this.subscribe(plan.declaration, (delivery) => this.receive(delivery, plan, delivery, route));
    }
    if (this.plans.length === 0) return;
    const replays = replayConsumer(this.options.service, this.options.ackWaitMs);
    await this.subscribe(replays, (delivery) => this.receiveReplay(delivery));
  }

  private async subscribe(
    consumer: ConsumerDeclaration,
    onDelivery: (delivery: Delivery) => void,
  ): Promise<void> {
    if (this.#stopping) return;
    const subscription = await this.subscriber.subscribe(consumer, onDelivery);
    // Stopped while it started: nobody else would end this one.
    if (this.#stopping) await subscription.stop();
    else this.#subscriptions.push(subscription);
  }

  /**
   * Stops pulling, gives back what has not begun, waits for what has, up to `deadlineMs`. What is not
   * done by then is given back too: its transaction decides whether the next one finds it handled.
   */
  async stop(deadlineMs: number, onDeadline: () => void): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#subscriptions.map((subscription) => subscription.stop()));
    for (const collector of this.#collectors) collector.drain();
    this.giveBack(this.#waiting);
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
    }
    this.#inFlight.release();
  }

  private receive(
    delivery: Delivery,
    plan: Pick<ConsumerPlan, 'identity' | 'routes'>,
    wire: WireEvent,
    route: (work: Work) => void,
  ): void {
    const subscription = plan.routes.get(parseSubject(wire.subject)?.type ?? '');
    // The filter is wider than the routes where several events share a consumer.
    if (!subscription) return delivery.ack();
    route({ consumer: plan.identity, subscription, delivery, wire });
  }

  private receiveReplay(delivery: Delivery): void {
    const subject = parseDeadSubject(delivery.subject);
    const plan = this.plans.find(
      ({ identity }) => subject?.kind === 'settled' && identity === subject.consumer,
    );
    // Discards travel the same way, as records only.
    if (delivery.headers[SETTLED_HEADERS.action] !== 'replay') return delivery.ack();
    if (!plan) {
      this.log.error({ subject: delivery.subject }, 'nobody here handles the replay: its consumer is gone');
      return delivery.ack();
    }
    this.receive(delivery, plan, unwrap(delivery), (work) => this.one(work));
  }

  private one(work: Work): void {
    const lane = parseSubject(work.wire.subject)?.lane ?? 'standard';
    this.take(work);
    void this.#slots.run(lane, () => this.guarded([work], () => this.dispatcher.dispatch(work)));
  }

  private toBatches(plan: ConsumerPlan, batch: NonNullable<ConsumerPlan['batch']>): (work: Work) => void {
    const collector = new BatchCollector<Work>(batch, (works) =>
      this.#slots.run(plan.lane, () => this.guarded(works, () => this.dispatcher.dispatchBatch(works))),
    );
    this.#collectors.push(collector);
    return (work) => {
      this.take(work);
      collector.add(work);
    };
  }

  private take(work: Work): void {
    this.#inFlight.hold(work.delivery);
    this.#waiting.add(work);
  }

  /** A fault of this library must not take the process down or keep a message for ever: it is logged and the message comes again. */
  private async guarded(works: readonly Work[], run: () => Promise<void>): Promise<void> {
    // Those that have their turn only now are given back with the rest.
    if (this.#stopping) return;
    for (const work of works) this.#waiting.delete(work);
    try {
      await run();
    } catch (error) {
      this.log.error(
        { err: error, consumer: works[0]?.consumer },
        'dispatch failed: the messages come again',
      );
      for (const { delivery } of works) delivery.nak(RETRY_AFTER_FAULT_MS);
    }
    for (const { delivery } of works) this.#inFlight.drop(delivery);
  }

  private giveBack(works: Set<Work>): void {
    for (const { delivery } of works) {
      delivery.nak(0);
      this.#inFlight.drop(delivery);
    }
    works.clear();
  }
}
