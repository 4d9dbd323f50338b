import { BrokerUnavailable } from '../../../errors.js';
import type { StreamTransport } from '../../../transport/stream-transport.js';
import type { Delivery, Subscription } from '../../../transport/transport.js';

/** One process's connection to a broker in memory that several share: it may be cut, as by the death of the process. */
export class ProcessLink {
  readonly transport: StreamTransport;
  readonly #broker: StreamTransport;
  readonly #subscriptions = new Set<Subscription>();
  #isCut = false;

  constructor(broker: StreamTransport) {
    this.#broker = broker;
    this.transport = {
      reader: broker.reader,
      admin: broker.admin,
      publish: (message) => this.#asked(() => broker.publish(message)),
      reconcile: (topology) => this.#asked(() => broker.reconcile(topology)),
      examine: (topology) => this.#asked(() => broker.examine(topology)),
      subscribe: (consumer, onDelivery) => this.#subscribe(consumer, onDelivery),
      onReconnect: (listener) => broker.onReconnect(listener),
      isConnected: () => !this.#isCut && broker.isConnected(),
      whyNotConnected: () => undefined,
      maxPayload: () => broker.maxPayload(),
      close: () => this.cut(),
    };
  }

  /** Nothing reaches the broker any more, and nothing comes from it: what was delivered stays with it until the ack wait is over. */
  async cut(): Promise<void> {
    this.#isCut = true;
    for (const subscription of this.#subscriptions) await subscription.stop();
  }

  async #asked<T>(request: () => Promise<T>): Promise<T> {
    if (this.#isCut) throw new BrokerUnavailable('the process has no connection');
    return request();
  }

  async #subscribe(
    consumer: Parameters<StreamTransport['subscribe']>[0],
    onDelivery: (delivery: Delivery) => void,
  ): Promise<Subscription> {
    const subscription = await this.#asked(() =>
      this.#broker.subscribe(consumer, (delivery) => {
        if (!this.#isCut) onDelivery(this.#through(delivery));
      }),
    );
    this.#subscriptions.add(subscription);
    return subscription;
  }

  #through(delivery: Delivery): Delivery {
    const unlessCut = (acknowledge: () => void) => {
      if (!this.#isCut) acknowledge();
    };
    return {
      ...delivery,
      ack: () => unlessCut(() => delivery.ack()),
      nak: (delayMs) => unlessCut(() => delivery.nak(delayMs)),
      term: (reason) => unlessCut(() => delivery.term(reason)),
      working: () => unlessCut(() => delivery.working()),
    };
  }
}
