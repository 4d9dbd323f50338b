import type { Delivery } from '../transport/transport.js';

/**
 * The deliveries that a consumer holds, waiting or running. One timer says `working` for all of them, so
 * that a long handler, or a long wait for a slot, is not delivered again; a process that dies stops saying
 * so, and its messages come back after the ack wait.
 */
export class InFlight {
  readonly #deliveries = new Set<Delivery>();
  readonly #timer: NodeJS.Timeout;
  #onEmpty: (() => void)[] = [];

  constructor(ackWaitMs: number) {
    this.#timer = setInterval(() => {
      for (const delivery of this.#deliveries) delivery.working();
    }, ackWaitMs / 3);
    this.#timer.unref();
  }

  get size(): number {
    return this.#deliveries.size;
  }

  hold(delivery: Delivery): void {
    this.#deliveries.add(delivery);
  }

  /** To be called once it is acknowledged. */
  drop(delivery: Delivery): void {
    this.#deliveries.delete(delivery);
    if (this.#deliveries.size === 0) for (const resolve of this.#onEmpty.splice(0)) resolve();
  }

  /** Resolves once nothing is held. */
  async empty(): Promise<void> {
    if (this.#deliveries.size > 0) await new Promise<void>((resolve) => this.#onEmpty.push(resolve));
  }

  /** Gives back at once what is still held, and stops the timer. */
  release(): void {
    clearInterval(this.#timer);
    for (const delivery of this.#deliveries) delivery.nak(0);
  }
}
