import { randomUUID } from 'node:crypto';
import {
  AckPolicy,
  DeliverPolicy,
  JetStreamApiCodes,
  ReplayPolicy,
  type ConsumerInfo,
  type JetStreamManager,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { BrokerUnavailable, StreamNotFound } from '../errors.js';
import type { Namespace } from '../transport/namespace.js';
import type {
  ConsumerStatus,
  PageRequest,
  StoredMessage,
  StreamReader,
  StreamStatus,
} from '../transport/stream-transport.js';
import { asUnavailable, unlessRefused } from './broker-reply.js';
import { filtersOf } from './consumer-settings.js';
import { listConsumers } from './list-consumers.js';
import { decodeHeaders } from './message-headers.js';
import { readPage } from './stream-page.js';

const SCAN_PAGE = 256;
/** Without a sign of life from the server for this long a scan fails. */
const SCAN_EXPIRES_MS = 5_000;
/** The stream takes no subject that the filter could match; the code depends on the server's version. */
const FILTER_MATCHES_NOTHING = [10093, 10138];

/** The client's type leaves the last one out, which nats-server has had for as long. */
type PositionQuery = { seq: number } | { last_by_subj: string } | { seq: number; next_by_subj: string };

export class JetStreamReader implements StreamReader {
  /** @param jsm waits for the first connection */
  constructor(
    private readonly jsm: () => Promise<JetStreamManager>,
    private readonly namespace: Namespace,
  ) {}

  async read(stream: string, position: string): Promise<StoredMessage | undefined> {
    const seq = Number(position);
    return Number.isSafeInteger(seq) && seq > 0 ? this.#get(stream, { seq }) : undefined;
  }

  readLast(stream: string, subject: string): Promise<StoredMessage | undefined> {
    return this.#get(stream, { last_by_subj: this.namespace.subject(subject) });
  }

  /** @throws StreamNotFound no stream takes this subject */
  async streamOf(subject: string): Promise<string> {
    const { streams } = await this.jsm();
    const found = streams.find(this.namespace.subject(subject));
    return this.namespace.ownStream(await orStreamNotFound(`for "${subject}"`, found));
  }

  /** Asks the stream's leader, not a replica: what was acknowledged is seen. */
  async #get(stream: string, query: PositionQuery): Promise<StoredMessage | undefined> {
    const { streams } = await this.jsm();
    const name = this.namespace.stream(stream);
    const found = await orStreamNotFound(stream, streams.getMessage(name, query));
    return found
      ? {
          ...decodeHeaders(() => found.header),
          subject: this.namespace.ownSubject(found.subject),
          body: found.data,
          stream,
          position: String(found.seq),
          storedAt: Date.parse(found.timestamp),
        }
      : undefined;
  }

  async readPage(stream: string, page: PageRequest): Promise<StoredMessage[]> {
    const { streams } = await this.jsm();
    const { state } = await orStreamNotFound(stream, streams.info(this.namespace.stream(stream)));
    const next = (seq: number, filter: string) =>
      this.#get(stream, { seq, next_by_subj: this.namespace.subject(filter) });
    return readPage({ first: state.first_seq, last: state.last_seq, next }, page);
  }

  /**
   * Reads through a consumer in the server's memory, which goes with the scan, or one minute after a crash.
   * About ten times the speed of asking for one message after the other.
   */
  async *scan(stream: string, filter: string): AsyncGenerator<StoredMessage> {
    const jsm = await this.jsm();
    const consumer = await this.#createScanConsumer(jsm, stream, this.namespace.subject(filter));
    if (!consumer) return;
    try {
      const pull = jsm.jetstream().consumers.getConsumerFromInfo(consumer);
      for (let pending = consumer.num_pending; pending > 0;) {
        const page = await pull.fetch({
          max_messages: Math.min(SCAN_PAGE, pending),
          expires: SCAN_EXPIRES_MS,
        });
        let received = 0;
        for await (const message of page) {
          received++;
          pending = message.info.pending;
          yield {
            ...decodeHeaders(() => message.headers),
            subject: this.namespace.ownSubject(message.subject),
            body: message.data,
            stream,
            position: String(message.seq),
            storedAt: Math.floor(message.info.timestampNanos / 1e6),
          };
        }
        if (received === 0)
          throw new BrokerUnavailable(`reading stream ${stream} stopped with ${pending} messages to go`);
      }
    } catch (error) {
      throw asUnavailable(error);
    } finally {
      // If this fails the server removes it by itself, once it is idle.
      await jsm.consumers.delete(consumer.stream_name, consumer.name).catch(() => false);
    }
  }

  /** Null if the stream takes no subject that the filter could match. */
  async #createScanConsumer(
    jsm: JetStreamManager,
    stream: string,
    filter: string,
  ): Promise<ConsumerInfo | null> {
    const request = jsm.consumers.add(this.namespace.stream(stream), {
      name: `scan-${randomUUID()}`,
      deliver_policy: DeliverPolicy.All,
      ack_policy: AckPolicy.None,
      replay_policy: ReplayPolicy.Instant,
      ...(filter !== '>' && { filter_subject: filter }),
      inactive_threshold: nanos(60_000),
      mem_storage: true,
      num_replicas: 1,
    });
    const created = unlessRefused(FILTER_MATCHES_NOTHING, request).then((info) => info ?? null);
    return orStreamNotFound(stream, created);
  }

  async countBySubject(stream: string, filter: string): Promise<Record<string, number>> {
    const { streams } = await this.jsm();
    const options = { subjects_filter: this.namespace.subject(filter) };
    const info = await orStreamNotFound(stream, streams.info(this.namespace.stream(stream), options));
    return Object.fromEntries(
      Object.entries(info.state.subjects ?? {}).map(([subject, count]) => [
        this.namespace.ownSubject(subject),
        count,
      ]),
    );
  }

  async streamNames(): Promise<string[]> {
    const { streams } = await this.jsm();
    try {
      const names: string[] = [];
      for await (const name of streams.names()) if (this.namespace.holds(name)) names.push(name);
      return names.map((name) => this.namespace.ownStream(name)).sort();
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async streamStatus(stream: string): Promise<StreamStatus | undefined> {
    const { streams } = await this.jsm();
    const request = streams.info(this.namespace.stream(stream));
    const info = await unlessRefused([JetStreamApiCodes.StreamNotFound], request);
    if (!info) return undefined;
    const { config, state } = info;
    return {
      name: stream,
      metadata: this.namespace.ownMetadata(config.metadata),
      subjects: (config.subjects ?? []).map((subject) => this.namespace.ownSubject(subject)),
      messages: state.messages,
      bytes: state.bytes,
      firstPosition: String(state.first_seq),
      lastPosition: String(state.last_seq),
      isShortened: state.first_seq > 1,
      consumers: state.consumer_count,
    };
  }

  async consumerStatus(stream: string, name: string): Promise<ConsumerStatus | undefined> {
    const { consumers } = await this.jsm();
    const request = consumers.info(this.namespace.stream(stream), name);
    const missing = [JetStreamApiCodes.ConsumerNotFound, JetStreamApiCodes.StreamNotFound];
    const info = await unlessRefused(missing, request);
    return info && this.#statusOf(stream, info);
  }

  async durables(stream: string): Promise<ConsumerStatus[]> {
    const list = listConsumers(await this.jsm(), this.namespace.stream(stream));
    const consumers = (await unlessRefused([JetStreamApiCodes.StreamNotFound], list)) ?? [];
    return (
      consumers
        // The consumer of a scan is not durable.
        .filter(({ config }) => config.durable_name !== undefined)
        .map((info) => this.#statusOf(stream, info))
        .sort((one, other) => one.name.localeCompare(other.name))
    );
  }

  #statusOf(stream: string, info: ConsumerInfo): ConsumerStatus {
    return {
      stream,
      name: info.name,
      filters: filtersOf(info.config).map((filter) => this.namespace.ownSubject(filter)),
      metadata: this.namespace.ownMetadata(info.config.metadata),
      numPending: info.num_pending,
      numAckPending: info.num_ack_pending,
      numRedelivered: info.num_redelivered,
      completedTo: String(info.ack_floor.stream_seq),
      // The client's type lacks it; every server sends it.
      observedAt: Date.parse((info as ConsumerInfo & { ts: string }).ts),
    };
  }
}

async function orStreamNotFound<Reply>(stream: string, request: Promise<Reply>): Promise<Reply> {
  const reply = await unlessRefused([JetStreamApiCodes.StreamNotFound], request);
  if (reply === undefined) throw new StreamNotFound(`the broker has no stream ${stream}`);
  return reply;
}
