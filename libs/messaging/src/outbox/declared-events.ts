import type { EventContract } from '../contract/index.js';
import { EventNotDeclared } from '../errors.js';

/**
 * The events that a service declares to publish. Of any other no stream is set up, the message map and the console know
 * nothing, and consumers expect it from somebody else.
 */
export class DeclaredEvents {
  readonly #byName: ReadonlyMap<string, EventContract>;

  constructor(
    readonly service: string,
    publishes: readonly EventContract[],
  ) {
    this.#byName = new Map(publishes.map((contract) => [contract.name, contract]));
  }

  /** @throws EventNotDeclared with what to do */
  require(contract: EventContract): void {
    const declared = this.#byName.get(contract.name);
    if (declared === contract) return;
    throw new EventNotDeclared(this.#faultOf(contract, declared));
  }

  #faultOf({ name, owner }: EventContract, declared: EventContract | undefined): string {
    if (owner !== this.service) {
      return `${name} is ${owner}'s to publish, not ${this.service}'s: let ${owner} publish it, or define an event of your own`;
    }
    if (declared) {
      return `${name} is published with another contract than the one declared: import the one that "publishes" of ${this.service} names`;
    }
    return `${name} is not declared: add it to "publishes" of ${this.service}'s messaging module`;
  }
}
