import { randomUUID } from 'node:crypto';
import {
  AckPolicy,
  DeliverPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  ReplayPolicy,
  type ConsumerInfo,
  type JetStreamManager,
  type JsMsg,
  type StoredMsg,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { BrokerUnavailable, StreamNotFound } from '../errors.js';
import type {
  ConsumerStatus,
  PageRequest,
  StoredMessage,
  StreamReader,
  StreamStatus,
} from '../transport/transport.js';
import { asUnavailable } from './broker-answer.js';
import { filtersOf } from './consumer-settings.js';
import { decodeHeaders } from './message-headers.js';
import { readPage } from './stream-page.js';

const SCAN_PAGE = 256;
/** Without a sign of life from the server for this long a scan fails. */
const SCAN_EXPIRES_MS = 5_000;
/** Two codes in the course of versions: the stream takes no subject that the filter could match. */
const FILTER_MATCHES_NOTHING = new Set([10093, 10138]);

/** The client's type leaves the last one out, which nats-server has had for as long. */
type PositionQuery = { seq: number } | { last_by_subj: string } | { seq: number; next_by_subj: string };

export class JetStreamReader implements StreamReader {
  constructor(private readonly jsm: JetStreamManager) {}

  read(stream: string, sequence: number): Promise<StoredMessage | undefined> {
    return this.#get(stream, { seq: sequence });
  }

  readLast(stream: string, subject: string): Promise<StoredMessage | undefined> {
    return this.#get(stream, { last_by_subj: subject });
  }

  /** @throws StreamNotFound no stream takes this subject */
  streamOf(subject: string): Promise<string> {
    return orStreamNotFound(`for "${subject}"`, this.jsm.streams.find(subject));
  }

  /** Asks the stream's leader, not a replica: a reader sees what it was told to be stored. */
  async #get(stream: string, query: PositionQuery) {
    const found = await orStreamNotFound(stream, this.jsm.streams.getMessage(stream, query));
    return found ? fromStored(stream, found) : undefined;
  }

  async readPage(stream: string, page: PageRequest): Promise<StoredMessage[]> {
    const { state } = await orStreamNotFound(stream, this.jsm.streams.info(stream));
    const next = (seq: number, filter: string) => this.#get(stream, { seq, next_by_subj: filter });
    return readPage({ first: state.first_seq, last: state.last_seq, next }, page);
  }

  /**
   * Reads through a consumer in the server's memory, which goes with the scan, or one minute after a crash.
   * About ten times the speed of asking for one message after the other.
   */
  async *scan(stream: string, filter: string): AsyncGenerator<StoredMessage> {
    const consumer = await this.#createScanConsumer(stream, filter);
    if (!consumer) return;
    try {
      const pull = this.jsm.jetstream().consumers.getConsumerFromInfo(consumer);
      for (let pending = consumer.num_pending; pending > 0;) {
        const page = await pull.fetch({
          max_messages: Math.min(SCAN_PAGE, pending),
          expires: SCAN_EXPIRES_MS,
        });
        let received = 0;
        for await (const message of page) {
          received++;
          pending = message.info.pending;
          yield fromDelivered(stream, message);
        }
        if (received === 0)
          throw new BrokerUnavailable(`reading stream ${stream} stopped with ${pending} messages to go`);
      }
    } catch (error) {
      throw asUnavailable(error);
    } finally {
      // What fails here is only the tidying: the server removes an idle one by itself.
      await this.jsm.consumers.delete(stream, consumer.name).catch(() => false);
    }
  }

  async #createScanConsumer(stream: string, filter: string): Promise<ConsumerInfo | undefined> {
    const request = this.jsm.consumers.add(stream, {
      name: `scan-${randomUUID()}`,
      deliver_policy: DeliverPolicy.All,
      ack_policy: AckPolicy.None,
      replay_policy: ReplayPolicy.Instant,
      ...(filter !== '>' && { filter_subject: filter }),
      inactive_threshold: nanos(60_000),
      mem_storage: true,
      num_replicas: 1,
    });
    try {
      return await orStreamNotFound(stream, request);
    } catch (error) {
      if (error instanceof JetStreamApiError && FILTER_MATCHES_NOTHING.has(error.code)) return undefined;
      throw error;
    }
  }

  async countBySubject(stream: string, filter: string): Promise<Record<string, number>> {
    const info = await orStreamNotFound(stream, this.jsm.streams.info(stream, { subjects_filter: filter }));
    return info.state.subjects ?? {};
  }

  async streamNames(): Promise<string[]> {
    try {
      const names: string[] = [];
      for await (const name of this.jsm.streams.names()) names.push(name);
      return names.sort();
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async streamStatus(stream: string): Promise<StreamStatus | undefined> {
    const info = await orUndefined(JetStreamApiCodes.StreamNotFound, this.jsm.streams.info(stream));
    return (
      info && {
        name: info.config.name,
        metadata: info.config.metadata ?? {},
        subjects: info.config.subjects ?? [],
        messages: info.state.messages,
        bytes: info.state.bytes,
        firstSequence: info.state.first_seq,
        lastSequence: info.state.last_seq,
        consumers: info.state.consumer_count,
      }
    );
  }

  async consumerStatus(stream: string, name: string): Promise<ConsumerStatus | undefined> {
    const info = await orUndefined(JetStreamApiCodes.ConsumerNotFound, this.jsm.consumers.info(stream, name));
    return info && statusOf(info);
  }

  async durables(stream: string): Promise<ConsumerStatus[]> {
    const list = async () => {
      const durables: ConsumerStatus[] = [];
      for await (const info of this.jsm.consumers.list(stream)) {
        // A scan has one that goes with it.
        if (info.config.durable_name !== undefined) durables.push(statusOf(info));
      }
      return durables.sort((one, other) => one.name.localeCompare(other.name));
    };
    return (await orUndefined(JetStreamApiCodes.StreamNotFound, list())) ?? [];
  }
}

function statusOf(info: ConsumerInfo): ConsumerStatus {
  return {
    stream: info.stream_name,
    name: info.name,
    filters: filtersOf(info.config),
    metadata: info.config.metadata ?? {},
    numPending: info.num_pending,
    numAckPending: info.num_ack_pending,
    numRedelivered: info.num_redelivered,
    ackFloor: info.ack_floor.stream_seq,
    // The client's type leaves it out; every server says it.
    observedAt: Date.parse((info as ConsumerInfo & { ts: string }).ts),
  };
}

async function orStreamNotFound<Answer>(stream: string, request: Promise<Answer>): Promise<Answer> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound) {
      throw new StreamNotFound(`the broker has no stream ${stream}`, { cause: error });
    }
    throw asUnavailable(error);
  }
}

async function orUndefined<Answer>(code: number, request: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await request;
  } catch (error) {
    if (
      error instanceof JetStreamApiError &&
      (error.code === code || error.code === JetStreamApiCodes.StreamNotFound)
    ) {
      return undefined;
    }
    throw asUnavailable(error);
  }
}

function fromStored(stream: string, message: StoredMsg): StoredMessage {
  return {
    ...decodeHeaders(() => message.header),
    subject: message.subject,
    body: message.data,
    stream,
    sequence: message.seq,
    storedAt: Date.parse(message.timestamp),
  };
}

function fromDelivered(stream: string, message: JsMsg): StoredMessage {
  return {
    ...decodeHeaders(() => message.headers),
    subject: message.subject,
    body: message.data,
    stream,
    sequence: message.seq,
    storedAt: Math.floor(message.info.timestampNanos / 1e6),
  };
}
