import type { Delivery } from '../transport/transport.js';

/** What a subscriber received, in order, for a test to wait for. */
export class Deliveries {
  readonly all: Delivery[] = [];
  /** When each arrived, by `performance.now()`. */
  readonly times: number[] = [];
  #waiting: { isReached: () => boolean; resolve: (deliveries: Delivery[]) => void }[] = [];

  add(delivery: Delivery): void {
    this.all.push(delivery);
    this.times.push(performance.now());
    const reached = this.#waiting.filter(({ isReached }) => isReached());
    this.#waiting = this.#waiting.filter((waiting) => !reached.includes(waiting));
    for (const { resolve } of reached) resolve(this.all);
  }

  /** Resolves once `count` have arrived, at once if they have; the test's own time limit ends the wait. */
  reach(count: number): Promise<Delivery[]> {
    return this.until(() => this.all.length >= count);
  }

  /** The same for any condition on what arrived. */
  until(isReached: () => boolean): Promise<Delivery[]> {
    if (isReached()) return Promise.resolve(this.all);
    return new Promise((resolve) => this.#waiting.push({ isReached, resolve }));
  }

  get ids(): string[] {
    return this.all.map(({ id }) => id);
  }

  /** `a1`: the first delivery of `a`. */
  get log(): string[] {
    return this.all.map(({ id, deliveryCount }) => `${id}${deliveryCount}`);
  }
}
