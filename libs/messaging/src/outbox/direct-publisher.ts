import type { EventContract } from '../contract/index.js';
import { InvalidMessage } from '../errors.js';
import { CE_DATA_REF } from '../message/cloud-events.js';
import type { EncodedEvent, PublishOptions } from '../message/encode-event.js';
import { startDirectPublish, whileCreating, type CreateSpan } from '../tracing/create-span.js';
import type { Publisher } from '../transport/transport.js';
import { DeclaredEvents } from './declared-events.js';

/** An event for `DirectPublisher.publishAll`. */
export interface DirectItem {
  contract: EventContract;
  /** Checked against the contract when it is sent. */
  data: unknown;
  /** Default a fresh UUIDv7. Publishing the same id again takes effect once. */
  id?: string;
}

export interface DirectOptions {
  /** Most events between publish and acknowledgement in one call. Default 256. */
  window?: number;
  /** What the broker takes in one message; undefined before the first connection. */
  maxPayload?: () => number | undefined;
}

/**
 * Publishes straight to the broker, without the outbox: for events that change no database, such as a shopper's clicks.
 * A call that resolves has stored its events; after one that throws, send them again with the same ids: each takes
 * effect once.
 */
export class DirectPublisher {
  readonly #declared: DeclaredEvents;
  readonly #window: number;

  /**
   * @param source the service's name
   * @param publishes what the service may publish
   */
  constructor(
    private readonly publisher: Publisher,
    source: string,
    publishes: readonly EventContract[],
    { window = 256, maxPayload = () => undefined }: DirectOptions = {},
  ) {
    this.#declared = new DeclaredEvents(source, publishes, maxPayload);
    this.#window = window;
  }

  /**
   * Blocking mode: one event, resolved once the broker has stored it.
   *
   * @returns the event's id
   * @throws InvalidPayload, InvalidMessage: not sent
   * @throws PublishRefused, BrokerUnavailable
   */
  async publish<Data>(
    contract: EventContract<Data>,
    data: NoInfer<Data>,
    options?: PublishOptions,
  ): Promise<string> {
    this.#declared.require(contract as EventContract);
    const span = startDirectPublish(contract);
    return whileCreating([span], async () => {
      const event = this.encode(contract, data, options, span);
      await this.send(event);
      return event.id;
    });
  }

  /**
   * Non-blocking mode: sends without waiting for each acknowledgement, at most `window` at a time, and
   * resolves once all are stored. All are validated before the first is sent.
   *
   * @returns the events' ids, in this order
   * @throws as `publish`, the first error; any of the events may have been stored nevertheless
   */
  async publishAll(items: readonly DirectItem[]): Promise<string[]> {
    for (const { contract } of items) this.#declared.require(contract);
    const spans = items.map(({ contract }) => startDirectPublish(contract));
    return whileCreating(spans, () => this.sendAll(items, spans));
  }

  private async sendAll(items: readonly DirectItem[], spans: readonly CreateSpan[]): Promise<string[]> {
    const events = items.map(({ contract, data, id }, i) => this.encode(contract, data, { id }, spans[i]!));
    let next = 0;
    let failed = false;
    const send = async () => {
      for (let i = next++; i < events.length && !failed; i = next++) {
        try {
          await this.send(events[i]!);
          spans[i]!.end();
        } catch (error) {
          failed = true;
          throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.#window, events.length) }, send));
    return events.map(({ id }) => id);
  }

  private encode(...event: Parameters<DeclaredEvents['encode']>): EncodedEvent {
    const encoded = this.#declared.encode(...event);
    if (!(CE_DATA_REF in encoded.headers)) return encoded;
    throw new InvalidMessage(
      `${event[0].name} does not fit into one message: publish it through the outbox, whose row keeps its payload until ` +
        'that is stored',
    );
  }

  private send({ id, subject, headers, body }: EncodedEvent) {
    return this.publisher.publish({ id, subject, headers, body });
  }
}
