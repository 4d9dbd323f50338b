import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { BrokerUnavailable, SubjectTaken } from '../errors.js';
import { silentLog, type Log } from '../log.js';
import { Namespace } from '../transport/namespace.js';
import type { StreamTransport } from '../transport/stream-transport.js';
import type {
  ConsumerDeclaration,
  Delivery,
  OutgoingMessage,
  Published,
  Subscription,
  Topology,
  TopologyDrift,
} from '../transport/transport.js';
import { BrokerConnection, type BrokerOptions } from './broker-connection.js';
import { examineTopology } from './examine-topology.js';
import { JetStreamAdmin } from './jetstream-admin.js';
import { JetStreamReader } from './jetstream-reader.js';
import { PipelinedPublisher } from './pipelined-publisher.js';
import { PullSubscription } from './pull-subscription.js';
import { reconcileTopology } from './reconcile-topology.js';
import { requireFitServer } from './server-requirements.js';

export type JetStreamOptions = Omit<BrokerOptions, 'log' | 'failed'> & {
  log?: Log;
  /** The part of the broker that is used; default all of it. @see Namespace */
  namespace?: string;
};

/**
 * Connects to nats-server, 2.12 or newer, with JetStream. Resolves once connected, however long the broker takes.
 *
 * @throws BrokerRefused an address, credentials or certificate file cannot be used, or the server is not fit for this
 * @throws the signal's reason if it gave up waiting
 */
export async function connectJetStream(options: JetStreamOptions): Promise<JetStreamTransport> {
  const transport = new JetStreamTransport(options);
  await transport.connected();
  return transport;
}

/** What there is once the broker has been reached. */
interface Session {
  connection: BrokerConnection;
  jsm: JetStreamManager;
  publisher: PipelinedPublisher;
}

/**
 * JetStream as a transport. It connects by itself, for as long as that takes, so that a service that starts while the
 * broker is down serves what needs no broker: until then publishing fails at once, and everything else waits.
 */
export class JetStreamTransport implements StreamTransport {
  readonly reader: JetStreamReader;
  readonly admin: JetStreamAdmin;
  readonly #namespace: Namespace;
  readonly #giveUp = new AbortController();
  readonly #opening: Promise<Session>;
  #session: Session | undefined;
  #failure: string | undefined;
  #closed: Promise<void> | undefined;

  /** @throws TypeError the namespace is not one */
  constructor(options: JetStreamOptions) {
    this.#namespace = new Namespace(options.namespace);
    this.#opening = this.#open(options);
    // Every call that waits for it is rejected; nothing has to wait.
    this.#opening.catch(() => {});
    const jsm = async () => (await this.#opening).jsm;
    this.reader = new JetStreamReader(jsm, this.#namespace);
    this.admin = new JetStreamAdmin(jsm, this.#namespace);
  }

  async #open({ namespace: _, log = silentLog, signal, ...options }: JetStreamOptions): Promise<Session> {
    const giveUp = AbortSignal.any([this.#giveUp.signal, ...(signal ? [signal] : [])]);
    const connection = await BrokerConnection.open({
      ...options,
      log,
      signal: giveUp,
      failed: (reason) => (this.#failure = reason),
    });
    try {
      this.#giveUp.signal.throwIfAborted();
      const jsm = await jetstreamManager(connection.nats, { checkAPI: false });
      await requireFitServer(connection.nats, jsm, log);
      this.#giveUp.signal.throwIfAborted();
      const publisher = new PipelinedPublisher(connection, this.#namespace);
      return (this.#session = { connection, jsm, publisher });
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /** Resolves at the first connection. @throws as `connectJetStream` */
  async connected(): Promise<void> {
    await this.#opening;
  }

  publish(message: OutgoingMessage): Promise<Published> {
    if (!this.#session) {
      return Promise.reject(new BrokerUnavailable(`not connected yet: "${message.subject}" was not sent`));
    }
    const published = this.#session.publisher.publish(message);
    return message.expectNew ? published.catch((error) => this.#duplicateOf(message, error)) : published;
  }

  /**
   * The server checks the condition before the id: of a repeat it says that it conflicts, with itself. A cluster says so
   * also of a message that its replicas have not decided on: the subject may be free in the end.
   */
  async #duplicateOf({ id, subject }: OutgoingMessage, error: unknown): Promise<Published> {
    if (!(error instanceof SubjectTaken)) throw error;
    const stream = await this.reader.streamOf(subject);
    const last = await this.reader.readLast(stream, subject);
    if (!last) {
      throw new BrokerUnavailable(`another message to "${subject}" is being stored, or was not`, {
        cause: error,
      });
    }
    if (last.id !== id) throw error;
    return { stream, position: last.position, duplicate: true };
  }

  async subscribe(
    consumer: Pick<ConsumerDeclaration, 'stream' | 'name' | 'maxAckPending'>,
    onDelivery: (delivery: Delivery) => void,
  ): Promise<Subscription> {
    const { connection } = await this.#opening;
    return new PullSubscription(connection, consumer, this.#namespace, onDelivery);
  }

  async reconcile(topology: Topology): Promise<void> {
    const { connection, jsm } = await this.#opening;
    await reconcileTopology(jsm, this.#namespace.topology(topology), connection.log);
  }

  async examine(topology: Topology, settings?: 'every'): Promise<TopologyDrift[]> {
    const { jsm } = await this.#opening;
    return examineTopology(jsm, this.#namespace.topology(topology), settings);
  }

  async request(subject: string, payload: string, timeoutMs: number): Promise<string> {
    const { connection } = await this.#opening;
    const full = this.#namespace.subject(subject);
    return (await connection.nats.request(full, payload, { timeout: timeoutMs })).string();
  }

  onReconnect(listener: () => void): () => void {
    let stopped = false;
    this.#opening.then(
      ({ connection }) => stopped || connection.on('restored', listener),
      () => {},
    );
    return () => {
      stopped = true;
      this.#session?.connection.off('restored', listener);
    };
  }

  isConnected(): boolean {
    return this.#session?.connection.isConnected ?? false;
  }

  whyNotConnected(): string | undefined {
    return this.isConnected() ? undefined : this.#failure;
  }

  /** Of the server that it is connected to: those of a cluster may differ. */
  maxPayload(): number | undefined {
    return this.#session?.connection.nats.info?.max_payload;
  }

  /** Before the first connection it gives up, and does not wait: an attempt under way ends by itself, and is closed. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#giveUp.abort();
    if (!this.#session) return;
    const { connection, publisher } = this.#session;
    connection.refuseSending();
    await publisher.flushed();
    await connection.close();
  }
}
