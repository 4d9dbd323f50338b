import { BrokerUnavailable } from '../errors.js';
import type {
  ConsumerDeclaration,
  ConsumerStatus,
  Delivery,
  OutgoingMessage,
  PageRequest,
  Published,
  StoredMessage,
  StreamStatus,
  Subscription,
  Topology,
  TopologyFault,
  Transport,
} from './transport.js';

/**
 * A transport that is still connecting, so that a service which starts while the broker is down serves
 * what needs no broker. Publishing fails at once until it is connected; everything else waits.
 */
export class LateTransport implements Transport {
  readonly #giveUp = new AbortController();
  readonly #connecting: Promise<Transport>;
  #transport: Transport | undefined;

  constructor(connect: (signal: AbortSignal) => Promise<Transport>) {
    this.#connecting = connect(this.#giveUp.signal).then((transport) => (this.#transport = transport));
    // Whoever waits for it is told; nobody has to.
    this.#connecting.catch(() => {});
  }

  async publish(message: OutgoingMessage): Promise<Published> {
    if (!this.#transport) throw new BrokerUnavailable(`not connected yet: "${message.subject}" was not sent`);
    return this.#transport.publish(message);
  }

  async subscribe(
    consumer: Pick<ConsumerDeclaration, 'stream' | 'name' | 'maxAckPending'>,
    onDelivery: (delivery: Delivery) => void,
  ): Promise<Subscription> {
    return (await this.#connecting).subscribe(consumer, onDelivery);
  }

  async reconcile(topology: Topology): Promise<void> {
    return (await this.#connecting).reconcile(topology);
  }

  async examine(topology: Topology): Promise<TopologyFault[]> {
    return (await this.#connecting).examine(topology);
  }

  async reposition(consumer: ConsumerDeclaration): Promise<void> {
    return (await this.#connecting).reposition(consumer);
  }

  async deleteConsumer(stream: string, name: string): Promise<void> {
    return (await this.#connecting).deleteConsumer(stream, name);
  }

  async deleteStream(stream: string): Promise<void> {
    return (await this.#connecting).deleteStream(stream);
  }

  onReconnect(listener: () => void): () => void {
    let stop: (() => void) | undefined;
    let stopped = false;
    // One that never connects never reconnects.
    this.#connecting.then(
      (transport) => {
        if (!stopped) stop = transport.onReconnect(listener);
      },
      () => {},
    );
    return () => {
      stopped = true;
      stop?.();
    };
  }

  async read(stream: string, sequence: number): Promise<StoredMessage | undefined> {
    return (await this.#connecting).read(stream, sequence);
  }

  async readLast(stream: string, subject: string): Promise<StoredMessage | undefined> {
    return (await this.#connecting).readLast(stream, subject);
  }

  async readPage(stream: string, page: PageRequest): Promise<StoredMessage[]> {
    return (await this.#connecting).readPage(stream, page);
  }

  async *scan(stream: string, filter: string): AsyncIterable<StoredMessage> {
    yield* (await this.#connecting).scan(stream, filter);
  }

  async countBySubject(stream: string, filter: string): Promise<Record<string, number>> {
    return (await this.#connecting).countBySubject(stream, filter);
  }

  async streamNames(): Promise<string[]> {
    return (await this.#connecting).streamNames();
  }

  async streamStatus(stream: string): Promise<StreamStatus | undefined> {
    return (await this.#connecting).streamStatus(stream);
  }

  async consumerStatus(stream: string, name: string): Promise<ConsumerStatus | undefined> {
    return (await this.#connecting).consumerStatus(stream, name);
  }

  async durables(stream: string): Promise<ConsumerStatus[]> {
    return (await this.#connecting).durables(stream);
  }

  isConnected(): boolean {
    return this.#transport?.isConnected() ?? false;
  }

  maxPayload(): number | undefined {
    return this.#transport?.maxPayload();
  }

  async close(): Promise<void> {
    this.#giveUp.abort();
    if (this.#transport) return this.#transport.close();
    // Giving up takes until an attempt has ended. Nobody waits for that, but one that succeeds is closed.
    this.#connecting.then(
      (transport) => transport.close(),
      () => {},
    );
  }
}
