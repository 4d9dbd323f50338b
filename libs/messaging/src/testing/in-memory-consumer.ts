import type { ConsumerStatus } from '../transport/stream-transport.js';
import type { ConsumerDeclaration, Delivery, StartAt } from '../transport/transport.js';
import type { Clock } from './clock.js';
import type { InMemoryStream, SequencedMessage } from './in-memory-stream.js';
import { matchesSubject } from '../contract/subject-filter.js';

export type OnDelivery = (delivery: Delivery) => void;

/** A message that was delivered and is not acknowledged, also while the delay of a nak runs. */
interface Pending {
  message: SequencedMessage;
  deliveryCount: number;
  cancelTimer: () => void;
}

/**
 * A durable. A message waiting for its redelivery keeps its place among `maxAckPending`: that is what
 * keeps the order with 1.
 */
export class InMemoryConsumer {
  readonly #subscribers: OnDelivery[] = [];
  readonly #pending = new Map<number, Pending>();
  /** Due again, by sequence. */
  readonly #due = new Set<number>();
  #delivered = 0;
  #pumping = false;
  #turn = 0;

  constructor(
    public declaration: ConsumerDeclaration,
    private readonly stream: InMemoryStream,
    private readonly clock: Clock,
    private readonly isUp: () => boolean,
  ) {
    this.#delivered = this.#before(declaration.startAt);
  }

  /** Makes it begin again, with its subscribers. */
  reposition(declaration: ConsumerDeclaration): void {
    this.close();
    this.#pending.clear();
    this.#due.clear();
    this.declaration = declaration;
    this.#delivered = this.#before(declaration.startAt);
    this.pump();
  }

  /** @returns ends the subscription */
  add(subscriber: OnDelivery): () => void {
    this.#subscribers.push(subscriber);
    this.pump();
    return () => {
      const position = this.#subscribers.indexOf(subscriber);
      if (position >= 0) this.#subscribers.splice(position, 1);
    };
  }

  /** Delivers what may be delivered, soon: as from a network, never from within the call of a publisher, subscriber or handler. */
  pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      while (this.#deliverNext());
    });
  }

  close(): void {
    for (const { cancelTimer } of this.#pending.values()) cancelTimer();
  }

  status(): ConsumerStatus {
    const { stream, name, filters, metadata } = this.declaration;
    const waiting = [...this.#pending.keys()].sort((a, b) => a - b);
    return {
      stream,
      name,
      filters,
      metadata,
      numPending: this.stream.messages().filter((message) => this.#isNew(message)).length,
      numAckPending: waiting.length,
      numRedelivered: [...this.#pending.values()].filter(({ deliveryCount }) => deliveryCount > 1).length,
      completedTo: String(waiting[0] === undefined ? this.#delivered : waiting[0] - 1),
      observedAt: this.clock.now(),
    };
  }

  /** The last sequence that is left out. */
  #before(startAt: StartAt): number {
    if (startAt === 'beginning') return 0;
    if (startAt === 'now') return this.stream.lastSequence;
    const first = this.stream.messages().find(({ storedAt }) => storedAt >= startAt.time.getTime());
    return first ? first.sequence - 1 : this.stream.lastSequence;
  }

  #isNew({ sequence, subject }: SequencedMessage): boolean {
    return sequence > this.#delivered && this.#takes(subject);
  }

  #takes(subject: string): boolean {
    return this.declaration.filters.some((filter) => matchesSubject(filter, subject));
  }

  #deliverNext(): boolean {
    if (!this.isUp() || this.#subscribers.length === 0) return false;
    const pending = this.#nextDue() ?? this.#nextNew();
    if (pending) this.#deliver(pending);
    return pending !== undefined;
  }

  #nextDue(): Pending | undefined {
    const [sequence] = this.#due;
    return sequence === undefined ? undefined : this.#pending.get(sequence);
  }

  #nextNew(): Pending | undefined {
    if (this.#pending.size >= this.declaration.maxAckPending) return undefined;
    while (this.#delivered < this.stream.lastSequence) {
      const message = this.stream.at(++this.#delivered);
      if (!message || !this.#takes(message.subject)) continue;
      const pending: Pending = { message, deliveryCount: 0, cancelTimer: () => {} };
      this.#pending.set(message.sequence, pending);
      return pending;
    }
    return undefined;
  }

  #deliver(pending: Pending): void {
    const { sequence } = pending.message;
    const { ackWaitMs } = this.declaration;
    this.#due.delete(sequence);
    pending.deliveryCount++;
    this.#redeliverAfter(ackWaitMs, pending);
    let acknowledged = false;
    const acknowledge = (effect: () => void) => {
      if (acknowledged) return;
      acknowledged = true;
      // While the broker is down an acknowledgement is lost, and the message comes again after the ack wait.
      if (this.isUp()) effect();
    };
    const forget = () => {
      pending.cancelTimer();
      this.#due.delete(sequence);
      this.#pending.delete(sequence);
      this.pump();
    };
    const subscriber = this.#subscribers[this.#turn++ % this.#subscribers.length]!;
    subscriber({
      ...pending.message,
      deliveryCount: pending.deliveryCount,
      ack: () => acknowledge(forget),
      term: () => acknowledge(forget),
      nak: (delayMs) => acknowledge(() => this.#redeliverAfter(delayMs, pending)),
      working: () => {
        if (!acknowledged && this.isUp()) this.#redeliverAfter(ackWaitMs, pending);
      },
    });
  }

  #redeliverAfter(delayMs: number, pending: Pending): void {
    pending.cancelTimer();
    const redeliver = () => {
      // Acknowledged meanwhile through an earlier delivery.
      if (!this.#pending.has(pending.message.sequence)) return;
      this.#due.add(pending.message.sequence);
      this.pump();
    };
    if (delayMs > 0) pending.cancelTimer = this.clock.after(delayMs, redeliver);
    else redeliver();
  }
}
