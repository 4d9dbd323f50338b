import type { EventContract } from '../contract/index.js';
import type { EncodedEvent } from '../message/encode-event.js';

/** An event in the outbox, as it is sent later. */
export type AppendedEvent = EncodedEvent & { readonly contract: EventContract };

/** What was appended in one transaction, and what is being appended, whether its caller waits for it or not. */
export class Appends {
  readonly events: AppendedEvent[] = [];
  #underWay = 0;
  #waiting: { resolve: () => void; reject: (error: unknown) => void } | undefined;

  async track(events: readonly AppendedEvent[], append: Promise<void>): Promise<void> {
    this.#underWay += 1;
    try {
      await append;
      this.events.push(...events);
    } catch (error) {
      this.#waiting?.reject(error);
      throw error;
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#waiting?.resolve();
    }
  }

  /** Resolves once none is under way. @throws what one of those threw that were still under way */
  async done(): Promise<void> {
    if (this.#underWay === 0) return;
    await new Promise<void>((resolve, reject) => (this.#waiting = { resolve, reject }));
  }
}
