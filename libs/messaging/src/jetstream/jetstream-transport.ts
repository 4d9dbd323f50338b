import {
  JetStreamApiCodes,
  JetStreamApiError,
  jetstreamManager,
  type JetStreamManager,
} from '@nats-io/jetstream';
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
} from '../transport/transport.js';
import { PublishRefused } from '../errors.js';
import { asUnavailable } from './broker-answer.js';
import { BrokerConnection, type BrokerOptions } from './broker-connection.js';
import { JetStreamReader } from './jetstream-reader.js';
import { PipelinedPublisher } from './pipelined-publisher.js';
import { PullSubscription } from './pull-subscription.js';
import { consumerItem } from './consumer-settings.js';
import { examineTopology } from './examine-topology.js';
import { reconcileTopology } from './reconcile-topology.js';
import { requireFitServer } from './server-requirements.js';
import { silentLog, type Log } from '../log.js';
import { NamespacedTransport, requireNamespace } from '../transport/namespaced-transport.js';

export type JetStreamOptions = Omit<BrokerOptions, 'log'> & {
  log?: Log;
  /** The part of the broker that is used; without it the whole of it. @see NamespacedTransport */
  namespace?: string;
};

/**
 * Connects to nats-server, 2.12 or newer, with JetStream. Resolves once connected, however long the broker takes.
 *
 * @throws BrokerRefused an address, credentials or certificate file cannot be used, or the server is not fit for this
 * @throws the signal's reason where it gave up waiting
 */
export async function connectJetStream(options: JetStreamOptions): Promise<Transport> {
  const { namespace } = options;
  if (namespace !== undefined) requireNamespace(namespace);
  const connection = await BrokerConnection.open({ ...options, log: options.log ?? silentLog });
  const jsm = await jetstreamManager(connection.nats, { checkAPI: false });
  try {
    await requireFitServer(connection.nats, jsm, connection.log);
  } catch (error) {
    await connection.close();
    throw error;
  }
  const whole = new JetStreamTransport(connection, jsm);
  return namespace === undefined ? whole : new NamespacedTransport(whole, namespace);
}

export class JetStreamTransport implements Transport {
  readonly #publisher: PipelinedPublisher;
  readonly #reader: JetStreamReader;
  #closed: Promise<void> | undefined;

  constructor(
    private readonly connection: BrokerConnection,
    private readonly jsm: JetStreamManager,
  ) {
    this.#publisher = new PipelinedPublisher(connection);
    this.#reader = new JetStreamReader(jsm);
  }

  publish(message: OutgoingMessage): Promise<Published> {
    const published = this.#publisher.publish(message);
    return message.expectNew ? published.catch((error) => this.#duplicateOf(message, error)) : published;
  }

  /** The server checks the condition before the id: it says of a repeat that it conflicts, with itself. */
  async #duplicateOf({ id, subject }: OutgoingMessage, error: unknown): Promise<Published> {
    if (!(error instanceof PublishRefused && error.isConflict)) throw error;
    const stream = await this.#reader.streamOf(subject);
    const last = await this.#reader.readLast(stream, subject);
    if (last?.id !== id) throw error;
    return { stream, sequence: last.sequence, duplicate: true };
  }

  async subscribe(
    consumer: Pick<ConsumerDeclaration, 'stream' | 'name' | 'maxAckPending'>,
    onDelivery: (delivery: Delivery) => void,
  ): Promise<Subscription> {
    return new PullSubscription(this.connection, consumer, onDelivery);
  }

  async reconcile(topology: Topology): Promise<void> {
    await reconcileTopology(this.jsm, topology, this.connection.log);
  }

  examine(topology: Topology): Promise<TopologyFault[]> {
    return examineTopology(this.jsm, topology);
  }

  async reposition(consumer: ConsumerDeclaration): Promise<void> {
    const existing = await this.#reader.consumerStatus(consumer.stream, consumer.name);
    await this.deleteConsumer(consumer.stream, consumer.name);
    const filters = [...new Set([...(existing?.filters ?? []), ...consumer.filters])];
    try {
      await consumerItem(this.jsm, { ...consumer, filters }).create();
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async deleteConsumer(stream: string, name: string): Promise<void> {
    await this.jsm.consumers.delete(stream, name).catch(whereGone);
  }

  async deleteStream(stream: string): Promise<void> {
    await this.jsm.streams.delete(stream).catch(whereGone);
  }

  onReconnect(listener: () => void): () => void {
    this.connection.on('restored', listener);
    return () => void this.connection.off('restored', listener);
  }

  read(stream: string, sequence: number): Promise<StoredMessage | undefined> {
    return this.#reader.read(stream, sequence);
  }

  readLast(stream: string, subject: string): Promise<StoredMessage | undefined> {
    return this.#reader.readLast(stream, subject);
  }

  readPage(stream: string, page: PageRequest): Promise<StoredMessage[]> {
    return this.#reader.readPage(stream, page);
  }

  scan(stream: string, filter: string): AsyncIterable<StoredMessage> {
    return this.#reader.scan(stream, filter);
  }

  countBySubject(stream: string, filter: string): Promise<Record<string, number>> {
    return this.#reader.countBySubject(stream, filter);
  }

  streamNames(): Promise<string[]> {
    return this.#reader.streamNames();
  }

  streamStatus(stream: string): Promise<StreamStatus | undefined> {
    return this.#reader.streamStatus(stream);
  }

  consumerStatus(stream: string, name: string): Promise<ConsumerStatus | undefined> {
    return this.#reader.consumerStatus(stream, name);
  }

  durables(stream: string): Promise<ConsumerStatus[]> {
    return this.#reader.durables(stream);
  }

  isConnected(): boolean {
    return this.connection.isConnected;
  }

  /** As of the server connected to now: those of a cluster may differ. */
  maxPayload(): number | undefined {
    return this.connection.nats.info?.max_payload;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.connection.refuseSending();
    await this.#publisher.settled();
    await this.connection.close();
  }
}

function whereGone(error: unknown): void {
  const gone = [JetStreamApiCodes.ConsumerNotFound, JetStreamApiCodes.StreamNotFound] as number[];
  if (error instanceof JetStreamApiError && gone.includes(error.code)) return;
  throw asUnavailable(error);
}
