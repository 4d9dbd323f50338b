import {
  BrokerUnavailable,
  NoStreamForSubject,
  PublishRefused,
  StreamNotFound,
  TopologyRefused,
} from '../errors.js';
import type {
  ConsumerStatus,
  PageRequest,
  StoredMessage,
  StreamAdmin,
  StreamReader,
  StreamStatus,
  StreamTransport,
} from '../transport/stream-transport.js';
import type {
  ConsumerDeclaration,
  OutgoingMessage,
  Published,
  StreamDeclaration,
  Subscription,
  Topology,
  TopologyDrift,
} from '../transport/transport.js';
import { systemClock, type Clock } from './clock.js';
import { InMemoryConsumer, type OnDelivery } from './in-memory-consumer.js';
import { InMemoryStream, type SequencedMessage } from './in-memory-stream.js';
import { filtersOverlap, matchesSubject } from '../contract/subject-filter.js';

/** nats-server's default. */
const MAX_PAYLOAD_BYTES = 1024 * 1024;

export interface InMemoryTransportOptions {
  /** Default: the system's. `createManualClock()` lets a test decide when an ack wait is over. */
  clock?: Clock;
}

/** Stands in for JetStream in tests: it passes the same contract suite. Nothing outlives the process. */
export interface InMemoryTransport extends StreamTransport {
  /** The broker is down: publishing and reading throw `BrokerUnavailable`, nothing is delivered, acknowledgements get lost. */
  simulateOutage(): void;
  /** It is back, with everything that it had stored. */
  endOutage(): void;
}

export function createInMemoryTransport({
  clock = systemClock,
}: InMemoryTransportOptions = {}): InMemoryTransport {
  return new InMemoryBroker(clock);
}

class InMemoryBroker implements InMemoryTransport, StreamReader, StreamAdmin {
  readonly reader = this;
  readonly admin = this;
  readonly #streams = new Map<string, InMemoryStream>();
  readonly #consumers = new Map<string, InMemoryConsumer>();
  readonly #onReconnect = new Set<() => void>();
  #up = true;

  constructor(private readonly clock: Clock) {}

  simulateOutage(): void {
    this.#up = false;
  }

  endOutage(): void {
    this.#up = true;
    for (const consumer of this.#consumers.values()) consumer.pump();
    for (const listener of this.#onReconnect) listener();
  }

  async publish(message: OutgoingMessage): Promise<Published> {
    this.#assertUp();
    assertSendable(message);
    const stream = this.#streamOf(message.subject);
    if (!stream) throw new NoStreamForSubject(`no stream takes "${message.subject}"`);
    const published = stream.store(message);
    for (const consumer of this.#consumers.values()) consumer.pump();
    return published;
  }

  async subscribe(
    { stream, name }: Pick<ConsumerDeclaration, 'stream' | 'name' | 'maxAckPending'>,
    onDelivery: OnDelivery,
  ): Promise<Subscription> {
    const consumer = this.#consumers.get(`${stream} ${name}`);
    if (!consumer)
      throw new TopologyRefused(`stream ${stream} has no consumer ${name}: reconcile comes first`);
    const end = consumer.add(onDelivery);
    return { stop: async () => end() };
  }

  async reconcile({ streams, consumers }: Topology): Promise<void> {
    this.#assertUp();
    const refusals: string[] = [];
    for (const declaration of streams) {
      const refusal = this.#refusalOf(declaration);
      const existing = this.#streams.get(declaration.name);
      if (refusal) refusals.push(refusal);
      else if (existing) existing.declaration = declaration;
      else this.#streams.set(declaration.name, new InMemoryStream(declaration, this.clock));
    }
    for (const declaration of consumers) {
      const { stream: streamName, name } = declaration;
      const stream = this.#streams.get(streamName);
      const existing = this.#consumers.get(`${streamName} ${name}`);
      if (!stream) {
        refusals.push(`consumer ${name} of stream ${streamName} cannot be created: stream not found.`);
      } else if (existing) {
        const filters = [...new Set([...existing.declaration.filters, ...declaration.filters])];
        existing.declaration = { ...declaration, filters };
        existing.pump();
      } else {
        const consumer = new InMemoryConsumer(declaration, stream, this.clock, () => this.#up);
        this.#consumers.set(`${streamName} ${name}`, consumer);
      }
    }
    if (refusals.length > 0) throw new TopologyRefused(refusals.join('\n'));
  }

  async examine({ streams, consumers }: Topology): Promise<TopologyDrift[]> {
    this.#assertUp();
    const gone = 'is gone from the broker: it is created again';
    return [
      ...streams
        .filter(({ name }) => !this.#streams.has(name))
        .map(({ name }) => ({ item: `stream ${name}`, kind: 'missing' as const, detail: gone })),
      ...consumers
        .filter(({ stream, name }) => !this.#consumers.has(`${stream} ${name}`))
        .map(({ stream, name }) => ({
          item: `consumer ${name} of stream ${stream}`,
          kind: 'missing' as const,
          detail: gone,
        })),
    ];
  }

  async reposition(declaration: ConsumerDeclaration): Promise<void> {
    this.#assertUp();
    const existing = this.#consumers.get(`${declaration.stream} ${declaration.name}`);
    if (existing) existing.reposition(declaration);
    else await this.reconcile({ streams: [], consumers: [declaration] });
  }

  async deleteConsumer(stream: string, name: string): Promise<void> {
    this.#assertUp();
    this.#consumers.get(`${stream} ${name}`)?.close();
    this.#consumers.delete(`${stream} ${name}`);
  }

  async deleteStream(stream: string): Promise<void> {
    this.#assertUp();
    for (const { name } of await this.durables(stream)) await this.deleteConsumer(stream, name);
    this.#streams.delete(stream);
  }

  onReconnect(listener: () => void): () => void {
    this.#onReconnect.add(listener);
    return () => void this.#onReconnect.delete(listener);
  }

  async read(stream: string, position: string): Promise<StoredMessage | undefined> {
    return this.#existing(stream).at(Number(position));
  }

  async readLast(stream: string, subject: string): Promise<StoredMessage | undefined> {
    return this.#existing(stream).last(subject);
  }

  async readPage(stream: string, { filter = '>', from, limit }: PageRequest): Promise<StoredMessage[]> {
    const isIn = ({ sequence, storedAt }: SequencedMessage) => {
      if (!from || from === 'beginning') return true;
      if ('time' in from) return storedAt >= from.time.getTime();
      if ('before' in from) return sequence < Number(from.before);
      return 'at' in from ? sequence >= Number(from.at) : sequence > Number(from.after);
    };
    const matching = this.#existing(stream)
      .messages()
      .filter((message) => matchesSubject(filter, message.subject) && isIn(message));
    const isNewest = !from || (typeof from === 'object' && 'before' in from);
    return isNewest ? matching.slice(Math.max(0, matching.length - limit)) : matching.slice(0, limit);
  }

  async *scan(stream: string, filter: string): AsyncGenerator<StoredMessage> {
    const stored = [...this.#existing(stream).messages()];
    yield* stored.filter(({ subject }) => matchesSubject(filter, subject));
  }

  async countBySubject(name: string, filter: string): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { subject } of this.#existing(name).messages()) {
      if (matchesSubject(filter, subject)) counts[subject] = (counts[subject] ?? 0) + 1;
    }
    return counts;
  }

  async streamNames(): Promise<string[]> {
    this.#assertUp();
    return [...this.#streams.keys()].sort();
  }

  async streamStatus(name: string): Promise<StreamStatus | undefined> {
    this.#assertUp();
    const stream = this.#streams.get(name);
    if (!stream) return undefined;
    const messages = stream.messages();
    return {
      name,
      metadata: stream.declaration.metadata ?? {},
      subjects: stream.declaration.subjects,
      messages: messages.length,
      bytes: messages.reduce((sum, { body }) => sum + body.length, 0),
      firstPosition: messages[0]?.position ?? String(stream.lastSequence + 1),
      lastPosition: String(stream.lastSequence),
      isShortened: stream.lastSequence > 0 && messages[0]?.sequence !== 1,
      consumers: [...this.#consumers.values()].filter(({ declaration }) => declaration.stream === name)
        .length,
    };
  }

  async consumerStatus(stream: string, name: string): Promise<ConsumerStatus | undefined> {
    this.#assertUp();
    return this.#consumers.get(`${stream} ${name}`)?.status();
  }

  async durables(stream: string): Promise<ConsumerStatus[]> {
    this.#assertUp();
    return [...this.#consumers.values()]
      .filter(({ declaration }) => declaration.stream === stream)
      .map((consumer) => consumer.status())
      .sort((one, other) => one.name.localeCompare(other.name));
  }

  isConnected(): boolean {
    return this.#up;
  }

  whyNotConnected(): undefined {
    return undefined;
  }

  maxPayload(): number {
    return MAX_PAYLOAD_BYTES;
  }

  async close(): Promise<void> {
    this.#up = false;
    for (const consumer of this.#consumers.values()) consumer.close();
  }

  #assertUp(): void {
    if (!this.#up) throw new BrokerUnavailable('not connected to the broker');
  }

  #existing(name: string): InMemoryStream {
    this.#assertUp();
    const stream = this.#streams.get(name);
    if (!stream) throw new StreamNotFound(`the broker has no stream ${name}`);
    return stream;
  }

  #streamOf(subject: string): InMemoryStream | undefined {
    return [...this.#streams.values()].find(({ declaration }) =>
      declaration.subjects.some((filter) => matchesSubject(filter, subject)),
    );
  }

  #refusalOf({ name, subjects }: StreamDeclaration): string | undefined {
    for (const { declaration: other } of this.#streams.values()) {
      if (other.name === name) continue;
      const shared = subjects.find((mine) => other.subjects.some((theirs) => filtersOverlap(mine, theirs)));
      if (shared) {
        return `stream ${name}: its subjects ${shared} overlap with those of stream ${other.name} (10065).`;
      }
    }
    return undefined;
  }
}

function assertSendable({ headers, body }: OutgoingMessage): void {
  for (const [name, value] of Object.entries(headers)) {
    if (/^nats-/i.test(name) || /[\r\n]/.test(value)) {
      throw new PublishRefused(`"${name}" is not a header that a message may carry`);
    }
  }
  if (Buffer.byteLength(body) > MAX_PAYLOAD_BYTES) {
    throw new PublishRefused(`the body is larger than ${MAX_PAYLOAD_BYTES} bytes`);
  }
}
