import { randomUUID } from 'node:crypto';
import { it } from '@jest/globals';
import type { StoredMessage, StreamTransport } from '../../transport/stream-transport.js';
import type {
  ConsumerDeclaration,
  Delivery,
  OutgoingMessage,
  StreamDeclaration,
  Subscription,
} from '../../transport/transport.js';
import { Deliveries } from '../deliveries.js';

/** What a transport has besides the contract; a suite of a transport without it leaves these tests out. */
export interface TransportFeatures {
  /** A second connection to the same broker. */
  connections: boolean;
  /** Consumers can be deleted behind the transport's back. */
  foreignDeletes: boolean;
}

export interface TransportHarness {
  transport: StreamTransport;
  /** Another connection to the same broker, as another process would have it. */
  connectAgain?: () => Promise<StreamTransport>;
  deleteConsumer?: (stream: string, name: string) => Promise<void>;
  /** Kills the broker where it stands. Resolves once the transport has noticed. */
  breakBroker: () => Promise<void>;
  /** Starts it on what it had stored. Resolves once it takes connections. */
  mendBroker: () => Promise<void>;
  /** Mends the broker too, where it is broken. */
  close: () => Promise<void>;
}

/** The transport of the test that runs, with a domain and a stream of its own, and what the tests do with it. */
export class TransportFixture {
  harness!: TransportHarness;
  domain!: string;
  stream!: StreamDeclaration;
  #subscriptions: Subscription[] = [];

  constructor(
    private readonly features: TransportFeatures,
    private readonly factory: () => Promise<TransportHarness>,
  ) {}

  /** Before each test. */
  open = async (): Promise<void> => {
    this.harness = await this.factory();
    this.#subscriptions = [];
    this.domain = `d${randomUUID().slice(0, 8)}`;
    this.stream = {
      name: this.domain.toUpperCase(),
      subjects: [`${this.domain}.>`],
      limits: {},
      defaults: { maxAgeMs: 3_600_000, duplicateWindowMs: 60_000, replicas: 1 },
    };
  };

  /** After each test. */
  close = async (): Promise<void> => {
    await Promise.all(this.#subscriptions.map((subscription) => subscription.stop()));
    await this.harness.close();
  };

  get transport(): StreamTransport {
    return this.harness.transport;
  }

  withFeature = (feature: keyof TransportFeatures) => (this.features[feature] ? it : it.skip);

  message = (id: string, over: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
    id,
    subject: `${this.domain}.happened`,
    headers: { 'ce-type': 'happened' },
    body: id,
    ...over,
  });

  /** Reconciles the stream with one consumer, `maxAckPending` 1 unless said otherwise. */
  declare = async (over: Partial<ConsumerDeclaration> = {}): Promise<ConsumerDeclaration> => {
    const consumer: ConsumerDeclaration = {
      stream: this.stream.name,
      name: 'worker',
      filters: [`${this.domain}.>`],
      maxAckPending: 1,
      ackWaitMs: 30_000,
      startAt: 'beginning',
      metadata: {},
      ...over,
    };
    await this.transport.reconcile({ streams: [this.stream], consumers: [consumer] });
    return consumer;
  };

  subscribe = async (
    consumer: ConsumerDeclaration,
    settle: (delivery: Delivery) => void = () => {},
    by = this.transport,
  ): Promise<Deliveries & { subscription: Subscription }> => {
    const deliveries = new Deliveries();
    const subscription = await by.subscribe(consumer, (delivery) => {
      deliveries.add(delivery);
      settle(delivery);
    });
    this.#subscriptions.push(subscription);
    return Object.assign(deliveries, { subscription });
  };

  scanAll = async (filter: string): Promise<StoredMessage[]> => {
    const stored: StoredMessage[] = [];
    for await (const each of this.transport.reader.scan(this.stream.name, filter)) stored.push(each);
    return stored;
  };

  reconnected = async (): Promise<void> => {
    while (!this.transport.isConnected()) await new Promise((resolve) => setImmediate(resolve));
  };

  /** Resolves once the consumer has nothing new and exactly `ackPending` deliveries under way. */
  settled = async (consumer: string, ackPending = 0): Promise<void> => {
    for (;;) {
      const status = await this.transport.reader.consumerStatus(this.stream.name, consumer);
      if (status?.numPending === 0 && status.numAckPending === ackPending) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
}
