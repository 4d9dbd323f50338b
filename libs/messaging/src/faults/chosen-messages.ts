import type { EventMessage } from '../message/event-message.js';

/** The messages that a switch has chosen: so many of the next ones, each for the consumer that it came to. */
export class ChosenMessages {
  /** Consumer and event id: one message may be chosen for one consumer and be harmless to another. */
  readonly #chosen = new Set<string>();

  clear(): void {
    this.#chosen.clear();
  }

  /** One of the payload, a message or a batch, that is chosen or is now, as long as there are no more than `count`. */
  among(
    payload: EventMessage | readonly EventMessage[],
    consumer: string,
    count: number,
  ): EventMessage | undefined {
    return [payload].flat().find((event) => this.#isChosen(`${consumer} ${event.id}`, count));
  }

  #isChosen(name: string, count: number): boolean {
    if (this.#chosen.has(name)) return true;
    if (this.#chosen.size >= count) return false;
    this.#chosen.add(name);
    return true;
  }
}
