import type {
  ConsumerDeclaration,
  ConsumerStatus,
  Delivery,
  Headers,
  OutgoingMessage,
  PageRequest,
  Published,
  StoredMessage,
  StreamDeclaration,
  StreamStatus,
  Subscription,
  Topology,
  TopologyFault,
  Transport,
} from './transport.js';

/** In the metadata of what belongs to a namespace, so that who uses the whole of the broker leaves it alone. */
export const NAMESPACE_MARK = 'waybill-namespace';

const NAMESPACE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** @throws TypeError */
export function requireNamespace(namespace: string): string {
  if (NAMESPACE.test(namespace) && namespace.length <= 32) return namespace;
  throw new TypeError(
    `"${namespace}" is no namespace: expected at most 32 characters in lower-case kebab tokens, as in "staging"`,
  );
}

/** `order.placed.v1.standard.3` of `staging` is `staging.order.placed.v1.standard.3` on the broker. */
export function subjectIn(namespace: string | undefined, subject: string): string {
  return namespace === undefined ? subject : `${namespace}.${subject}`;
}

/**
 * A part of a broker that one environment has for itself: streams `STAGING_ORDER`, subjects `staging.order.…`. Whoever
 * uses it knows nothing of that, and sees nothing of the rest.
 */
export class NamespacedTransport implements Transport {
  readonly #subjects: string;
  readonly #streams: string;

  constructor(
    private readonly whole: Transport,
    private readonly namespace: string,
  ) {
    this.#subjects = `${requireNamespace(namespace)}.`;
    this.#streams = `${namespace.toUpperCase()}_`;
  }

  async publish(message: OutgoingMessage): Promise<Published> {
    const subject = this.#subject(message.subject);
    const published = await this.whole.publish({ ...message, subject });
    return { ...published, stream: this.#ownStream(published.stream) };
  }

  subscribe(
    consumer: Pick<ConsumerDeclaration, 'stream' | 'name' | 'maxAckPending'>,
    onDelivery: (delivery: Delivery) => void,
  ): Promise<Subscription> {
    return this.whole.subscribe({ ...consumer, stream: this.#stream(consumer.stream) }, (delivery) =>
      onDelivery(
        new NamespacedDelivery(
          delivery,
          this.#ownSubject(delivery.subject),
          this.#ownStream(delivery.stream),
        ),
      ),
    );
  }

  reconcile(topology: Topology): Promise<void> {
    return this.whole.reconcile(this.#topology(topology));
  }

  examine(topology: Topology): Promise<TopologyFault[]> {
    return this.whole.examine(this.#topology(topology));
  }

  reposition(consumer: ConsumerDeclaration): Promise<void> {
    return this.whole.reposition(this.#consumer(consumer));
  }

  deleteConsumer(stream: string, name: string): Promise<void> {
    return this.whole.deleteConsumer(this.#stream(stream), name);
  }

  deleteStream(stream: string): Promise<void> {
    return this.whole.deleteStream(this.#stream(stream));
  }

  onReconnect(listener: () => void): () => void {
    return this.whole.onReconnect(listener);
  }

  async read(stream: string, sequence: number): Promise<StoredMessage | undefined> {
    return this.#ownMessage(await this.whole.read(this.#stream(stream), sequence));
  }

  async readLast(stream: string, subject: string): Promise<StoredMessage | undefined> {
    return this.#ownMessage(await this.whole.readLast(this.#stream(stream), this.#subject(subject)));
  }

  async readPage(stream: string, { filter, ...page }: PageRequest): Promise<StoredMessage[]> {
    const request = { ...page, ...(filter !== undefined && { filter: this.#subject(filter) }) };
    const messages = await this.whole.readPage(this.#stream(stream), request);
    return messages.map((message) => this.#ownMessage(message)!);
  }

  async *scan(stream: string, filter: string): AsyncGenerator<StoredMessage> {
    for await (const message of this.whole.scan(this.#stream(stream), this.#subject(filter))) {
      yield this.#ownMessage(message)!;
    }
  }

  async countBySubject(stream: string, filter: string): Promise<Record<string, number>> {
    const counts = await this.whole.countBySubject(this.#stream(stream), this.#subject(filter));
    return Object.fromEntries(
      Object.entries(counts).map(([subject, count]) => [this.#ownSubject(subject), count]),
    );
  }

  async streamNames(): Promise<string[]> {
    const names = await this.whole.streamNames();
    return names.filter((name) => name.startsWith(this.#streams)).map((name) => this.#ownStream(name));
  }

  async streamStatus(stream: string): Promise<StreamStatus | undefined> {
    const status = await this.whole.streamStatus(this.#stream(stream));
    return (
      status && {
        ...status,
        name: stream,
        subjects: status.subjects.map((subject) => this.#ownSubject(subject)),
        metadata: unmarked(status.metadata),
      }
    );
  }

  async consumerStatus(stream: string, name: string): Promise<ConsumerStatus | undefined> {
    const status = await this.whole.consumerStatus(this.#stream(stream), name);
    return status && this.#ownStatus(status);
  }

  async durables(stream: string): Promise<ConsumerStatus[]> {
    return (await this.whole.durables(this.#stream(stream))).map((status) => this.#ownStatus(status));
  }

  isConnected(): boolean {
    return this.whole.isConnected();
  }

  maxPayload(): number | undefined {
    return this.whole.maxPayload();
  }

  close(): Promise<void> {
    return this.whole.close();
  }

  #subject(subject: string): string {
    return subjectIn(this.namespace, subject);
  }

  #ownSubject(subject: string): string {
    return subject.startsWith(this.#subjects) ? subject.slice(this.#subjects.length) : subject;
  }

  #stream(name: string): string {
    return this.#streams + name;
  }

  #ownStream(name: string): string {
    return name.startsWith(this.#streams) ? name.slice(this.#streams.length) : name;
  }

  #topology({ streams, consumers }: Topology): Topology {
    return {
      streams: streams.map((stream): StreamDeclaration => ({
        ...stream,
        name: this.#stream(stream.name),
        subjects: stream.subjects.map((subject) => this.#subject(subject)),
        metadata: { ...stream.metadata, [NAMESPACE_MARK]: this.namespace },
      })),
      consumers: consumers.map((consumer) => this.#consumer(consumer)),
    };
  }

  #consumer(consumer: ConsumerDeclaration): ConsumerDeclaration {
    return {
      ...consumer,
      stream: this.#stream(consumer.stream),
      filters: consumer.filters.map((filter) => this.#subject(filter)),
      metadata: { ...consumer.metadata, [NAMESPACE_MARK]: this.namespace },
    };
  }

  #ownStatus(status: ConsumerStatus): ConsumerStatus {
    return {
      ...status,
      stream: this.#ownStream(status.stream),
      filters: status.filters.map((filter) => this.#ownSubject(filter)),
      metadata: unmarked(status.metadata),
    };
  }

  #ownMessage(message: StoredMessage | undefined): StoredMessage | undefined {
    return (
      message && {
        ...message,
        subject: this.#ownSubject(message.subject),
        stream: this.#ownStream(message.stream),
      }
    );
  }
}

/** As its owner declared it. */
function unmarked(metadata: Readonly<Record<string, string>>): Record<string, string> {
  const { [NAMESPACE_MARK]: _, ...own } = metadata;
  return own;
}

class NamespacedDelivery implements Delivery {
  constructor(
    private readonly whole: Delivery,
    readonly subject: string,
    readonly stream: string,
  ) {}

  get id(): string {
    return this.whole.id;
  }
  get headers(): Headers {
    return this.whole.headers;
  }
  get body(): Uint8Array {
    return this.whole.body;
  }
  get sequence(): number {
    return this.whole.sequence;
  }
  get deliveryCount(): number {
    return this.whole.deliveryCount;
  }
  get storedAt(): number {
    return this.whole.storedAt;
  }
  ack(): void {
    this.whole.ack();
  }
  nak(delayMs: number): void {
    this.whole.nak(delayMs);
  }
  term(reason: string): void {
    this.whole.term(reason);
  }
  working(): void {
    this.whole.working();
  }
}
