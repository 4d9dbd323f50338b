import type { Msg, Subscription as Inbox } from '@nats-io/transport-node';
import { backoffMs } from '../backoff.js';
import type { Namespace } from '../transport/namespace.js';
import type { ConsumerDeclaration, Delivery, Stall, Subscription } from '../transport/transport.js';
import type { BrokerConnection } from './broker-connection.js';
import { JetStreamDelivery } from './jetstream-delivery.js';

/**
 * Fewest and most messages asked for at a time. The bound that counts is the consumer's `maxAckPending`; of a strict
 * durable, which has one message under way, each would otherwise cost a request.
 */
const MIN_WINDOW = 32;
const MAX_WINDOW = 512;
const REQUEST_EXPIRES_MS = 30_000;
/** A request that its consumer's leader took with it is noticed after two and a half of these, about as long as an election takes. */
const HEARTBEAT_MS = 2_000;
const RETRY = { baseMs: 100, maxMs: 5_000 };

interface PullRequest {
  /** Messages that the server still owes. */
  owed: number;
  sentAt: number;
}

/**
 * Keeps pull requests open on a durable, refilled when half of them are used up, so that the next message
 * comes without a round trip.
 *
 * Written on the protocol instead of the client's `consume`, for two things: that one drops what is on
 * the wire when it stops (it comes back only after the ack wait), where this one gives it back; and after a
 * restart of the server it may wait up to `expires` until it pulls again.
 *
 * States: pulling (requests open) → retrying (the consumer cannot be pulled from: a timer runs, no requests
 * open) → pulling; either → stopped. While the connection is down nothing is done; `restored` starts again.
 */
export class PullSubscription implements Subscription {
  readonly #inbox: string;
  readonly #next: string;
  readonly #window: number;
  readonly #requests = new Map<string, PullRequest>();
  readonly #subscription: Inbox;
  readonly #heartbeats: NodeJS.Timeout;
  #owed = 0;
  #lastRequest = 0;
  #heardAt = performance.now();
  #failures = 0;
  #stall: Stall | undefined;
  #retry: NodeJS.Timeout | undefined;
  #stopped: Promise<void> | undefined;

  constructor(
    private readonly connection: BrokerConnection,
    private readonly consumer: Pick<ConsumerDeclaration, 'stream' | 'name' | 'maxAckPending'>,
    private readonly namespace: Namespace,
    private readonly onDelivery: (delivery: Delivery) => void,
  ) {
    this.#inbox = connection.createInbox();
    this.#next = `$JS.API.CONSUMER.MSG.NEXT.${namespace.stream(consumer.stream)}.${consumer.name}`;
    this.#window = Math.min(Math.max(MIN_WINDOW, consumer.maxAckPending), MAX_WINDOW);
    this.#subscription = connection.nats.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (error)
          connection.log.error({ ...this.#names, err: error }, 'the subscription of a consumer failed');
        else this.#receive(message);
      },
    });
    connection.on('restored', this.#restart);
    connection.on('denied', this.#denied);
    this.#heartbeats = setInterval(this.#checkHeartbeat, HEARTBEAT_MS);
    this.#pull();
  }

  stall(): Stall | undefined {
    return this.#stall;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.connection.off('restored', this.#restart);
    this.connection.off('denied', this.#denied);
    clearInterval(this.#heartbeats);
    clearTimeout(this.#retry);
    if (!this.connection.isConnected) return this.#subscription.unsubscribe();
    // Until the server has confirmed that it sends nothing more to this inbox, what arrives is given back.
    await this.connection.confirmed(this.#subscription.drain());
  }

  get #names() {
    return { stream: this.consumer.stream, consumer: this.consumer.name };
  }

  #receive(message: Msg): void {
    this.#heardAt = performance.now();
    // A message keeps its own subject; only the server's notes on a request come under the request's.
    if (message.subject.startsWith(this.#inbox)) return this.#onNote(message);
    this.connection.answered();
    const delivery = new JetStreamDelivery(message, this.namespace, this.connection.replies);
    if (this.#stopped) return delivery.nak(0);
    this.#recovered();
    this.#countDown();
    if (this.#owed <= this.#window / 2) this.#pull();
    try {
      this.onDelivery(delivery);
    } catch (error) {
      // Not acknowledged: the ack wait paces the redelivery, where a nak would spin.
      this.connection.log.error({ ...this.#names, err: error }, 'a delivery was not taken');
    }
  }

  /** The server serves requests in the order in which they came. */
  #countDown(): void {
    for (const [id, request] of this.#requests) {
      request.owed--;
      this.#owed--;
      if (request.owed === 0) this.#requests.delete(id);
      return;
    }
  }

  #onNote(note: Msg): void {
    const code = note.headers?.code ?? 0;
    if (code === 503) this.connection.unanswered();
    if (code === 100) return this.#recovered();
    const request = this.#requests.get(note.subject);
    if (!request || this.#stopped) return;
    const description = note.headers?.description ?? '';
    const over = code === 408 || (code === 409 && /^batch completed/i.test(description));
    // One that ends the moment it was made would be made again without end.
    if (!over || performance.now() - request.sentAt < HEARTBEAT_MS) {
      return this.#pullLater(
        code === 503 ? 'no such consumer, or JetStream is not ready' : `${code} ${description}`,
      );
    }
    this.#requests.delete(note.subject);
    this.#owed -= request.owed;
    this.#pull();
  }

  #pull(): void {
    if (this.#retry || this.#stopped || !this.connection.isConnected) return;
    const batch = this.#window - this.#owed;
    if (batch <= 0) return;
    const reply = `${this.#inbox}.${++this.#lastRequest}`;
    this.#requests.set(reply, { owed: batch, sentAt: performance.now() });
    this.#owed += batch;
    this.connection.nats.publish(
      this.#next,
      `{"batch":${batch},"expires":${REQUEST_EXPIRES_MS * 1e6},"idle_heartbeat":${HEARTBEAT_MS * 1e6}}`,
      { reply },
    );
  }

  #pullLater(reason: string): void {
    this.#forgetRequests();
    if (this.#retry) return;
    this.#stall = { since: this.#stall?.since ?? new Date(), reason };
    if (this.#failures++ === 0) {
      this.connection.log.warn(
        { ...this.#names, reason },
        'a consumer cannot be pulled from; trying until it can',
      );
    }
    const pull = () => {
      this.#retry = undefined;
      this.#heardAt = performance.now();
      this.#pull();
    };
    this.#retry = setTimeout(pull, backoffMs(this.#failures, RETRY));
  }

  /** Proof that a request is being served. */
  #recovered(): void {
    if (this.#failures === 0) return;
    this.#failures = 0;
    this.#stall = undefined;
    this.connection.log.info(this.#names, 'a consumer can be pulled from again');
  }

  readonly #restart = (): void => {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#forgetRequests();
    this.#heardAt = performance.now();
    this.#pull();
  };

  /** The server drops a request that it denies; without this, only the missing heartbeats would be noticed. */
  readonly #denied = (subject: string, error: Error): void => {
    if (subject === this.#next) this.#pullLater(error.message);
  };

  /** A request can be lost silently, for example with the server that led the consumer. */
  readonly #checkHeartbeat = (): void => {
    if (!this.connection.isConnected || this.#retry) return;
    if (performance.now() - this.#heardAt <= 2.5 * HEARTBEAT_MS) return;
    this.connection.unanswered(this.#heardAt);
    this.#pullLater('no heartbeat');
  };

  #forgetRequests(): void {
    this.#requests.clear();
    this.#owed = 0;
  }
}
