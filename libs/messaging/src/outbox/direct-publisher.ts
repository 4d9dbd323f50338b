import type { EventContract } from '../contract/index.js';
import { assertFits } from '../message/assert-fits.js';
import { encodeEvent, type EncodedEvent, type PublishOptions } from '../message/encode-event.js';
import { startDirectPublish, whileCreating, type CreateSpan } from '../tracing/create-span.js';
import type { Publisher } from '../transport/transport.js';
import { DeclaredEvents } from './declared-events.js';

/** An event to publish; its data is checked against the contract when it is sent. */
export interface DirectItem {
  contract: EventContract;
  data: unknown;
  id?: string;
}

export interface DirectOptions {
  /** Most events between publish and acknowledgement in one call. Default 256. */
  window?: number;
  /** What the broker takes in one message; undefined while it has not been reached yet. */
  maxPayload?: () => number | undefined;
}

/**
 * Publishes straight to the broker, past the outbox: for events that stand for themselves and change no
 * database, such as a shopper's clicks. Nothing is accepted that was not stored; what was refused may be
 * sent again with the same ids and takes effect once.
 */
export class DirectPublisher {
  readonly #declared: DeclaredEvents;

  readonly #window: number;
  readonly #maxPayload: () => number | undefined;

  /** @param publishes what the service may publish */
  constructor(
    private readonly publisher: Publisher,
    private readonly source: string,
    publishes: readonly EventContract[],
    { window = 256, maxPayload = () => undefined }: DirectOptions = {},
  ) {
    this.#declared = new DeclaredEvents(source, publishes);
    this.#window = window;
    this.#maxPayload = maxPayload;
  }

  /**
   * Blocking mode: one event, resolved once the broker has stored it.
   *
   * @throws EventNotDeclared, InvalidPayload, InvalidMessage, PublishRefused, BrokerUnavailable
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
   * @throws the first error; any of the events may have been stored nevertheless
   */
  async publishAll(items: readonly DirectItem[]): Promise<string[]> {
    for (const { contract } of items) this.#declared.require(contract);
    const spans = items.map(({ contract }) => startDirectPublish(contract));
    return whileCreating(spans, () => this.sendAll(items, spans));
  }

  private async sendAll(items: readonly DirectItem[], spans: readonly CreateSpan[]): Promise<string[]> {
    const events = items.map(({ contract, data, id }, i) => {
      return this.encode(contract, data, { id }, spans[i]!);
    });
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

  private encode<Data>(
    contract: EventContract<Data>,
    data: Data,
    options: PublishOptions | undefined,
    span: CreateSpan,
  ): EncodedEvent {
    const event = encodeEvent(contract, data, this.source, options, span.context);
    assertFits(contract, event, this.#maxPayload());
    span.created(event);
    return event;
  }

  private send({ id, subject, headers, body }: EncodedEvent) {
    return this.publisher.publish({ id, subject, headers, body });
  }
}
