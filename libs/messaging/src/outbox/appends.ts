import type { EventContract } from '../contract/index.js';
import type { EncodedEvent } from '../message/encode-event.js';

/** An event in the outbox, as it is sent later. */
export type AppendedEvent = EncodedEvent & { readonly contract: EventContract };

/** What was appended in one transaction, and what is being appended, whether its caller waits for it or not. */
export class Appends {
  readonly events: AppendedEvent[] = [];
  #underWay = 0;
  #turn: Promise<unknown> | undefined;
  #waiting: { resolve: () => void; reject: (error: unknown) => void } | undefined;

  /**
   * Rows are written in the order of the calls, though one of them may have to read keys first.
   *
   * @param write issues its statement before it first waits for anything
   */
  async track<Keys>(
    prepare: (() => Promise<Keys>) | undefined,
    write: (keys?: Keys) => Promise<readonly AppendedEvent[]>,
  ): Promise<void> {
    this.#underWay += 1;
    try {
      this.events.push(...(await this.#inTurn(prepare, write)));
    } catch (error) {
      this.#waiting?.reject(error);
      throw error;
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#waiting?.resolve();
    }
  }

  #inTurn<Keys, Written>(
    prepare: (() => Promise<Keys>) | undefined,
    write: (keys?: Keys) => Promise<Written>,
  ): Promise<Written> {
    if (!prepare && !this.#turn) return write();
    const before = this.#turn;
    const issued = (async () => {
      await before;
      const written = write(await prepare?.());
      return { written };
    })();
    this.#turn = issued.catch(() => {});
    return issued.then(({ written }) => written);
  }

  /** Resolves once none is under way. @throws what one of those threw that were still under way */
  async done(): Promise<void> {
    if (this.#underWay === 0) return;
    await new Promise<void>((resolve, reject) => (this.#waiting = { resolve, reject }));
  }
}
