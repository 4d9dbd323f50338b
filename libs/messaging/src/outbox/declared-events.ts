import type { EventContract } from '../contract/index.js';
import { EventNotDeclared } from '../errors.js';
import { assertFits } from '../message/assert-fits.js';
import { CE_DATA_REF } from '../message/cloud-events.js';
import {
  encodeEvent,
  MAX_BODY_BYTES,
  MAX_HEADER_BYTES,
  type EncodedEvent,
  type PublishOptions,
} from '../message/encode-event.js';
import type { SealingKeys } from '../personal/seal-personal.js';
import type { CreateSpan } from '../tracing/create-span.js';

/**
 * The events that a service declares to publish, which turns data into them. For any other event no stream is set up,
 * the message map and the console do not show it, and consumers expect it from another service.
 */
export class DeclaredEvents {
  readonly #byName: ReadonlyMap<string, EventContract>;

  /** @param maxPayload what the broker takes in one message; undefined before the first connection */
  constructor(
    private readonly service: string,
    publishes: readonly EventContract[],
    private readonly maxPayload: () => number | undefined,
  ) {
    this.#byName = new Map(publishes.map((contract) => [contract.name, contract]));
  }

  /** @throws EventNotDeclared with what to do */
  require(contract: EventContract): void {
    const declared = this.#byName.get(contract.name);
    if (declared === contract) return;
    throw new EventNotDeclared(this.#whyNot(contract, declared));
  }

  /** @throws InvalidPayload, InvalidMessage */
  encode<Data>(
    contract: EventContract<Data>,
    data: Data,
    options: PublishOptions | undefined,
    span: CreateSpan,
    keys?: SealingKeys,
  ): EncodedEvent {
    const maxPayload = this.maxPayload();
    const maxBody = Math.min(MAX_BODY_BYTES, (maxPayload ?? Infinity) - MAX_HEADER_BYTES);
    const event = encodeEvent(contract, data, this.service, options, span.context, maxBody, keys);
    if (!(CE_DATA_REF in event.headers)) assertFits(contract, event, maxPayload);
    span.created(event);
    return event;
  }

  #whyNot({ name, owner }: EventContract, declared: EventContract | undefined): string {
    if (owner !== this.service) {
      return `${name} is ${owner}'s to publish, not ${this.service}'s: let ${owner} publish it, or define an event of your own`;
    }
    if (declared) {
      return `${name} is published with another contract than the one declared: import the one that "publishes" of ${this.service} names`;
    }
    return `${name} is not declared: add it to "publishes" of ${this.service}'s messaging module`;
  }
}
