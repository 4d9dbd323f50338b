import { setTimeout as delay } from 'node:timers/promises';

const PRODUCT = 'drill';
/** Between two orders, milliseconds. */
const EVERY = 250;
/** A request that waits for longer is given up, as a browser would. */
const PATIENCE_MS = 15_000;

/** Order all the time, and do not mind errors. */
export class Customers {
  readonly #stopped = new AbortController();
  readonly #open = new Set<Promise<unknown>>();
  #asleep = false;
  #running: Promise<void> | undefined;

  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async start(): Promise<void> {
    const response = await fetch(`${this.#url}/products/${PRODUCT}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        description: 'Drill',
        unitPrice: { amount: '1', currency: 'GBP' },
        stock: null,
      }),
    });
    if (!response.ok) throw new Error(`PUT /products: ${response.status} ${await response.text()}`);
    this.#running = this.#run();
  }

  /** Nobody orders until the returned function is called; what was ordered has its answer. */
  async sleep(): Promise<() => void> {
    this.#asleep = true;
    await Promise.all(this.#open);
    return () => (this.#asleep = false);
  }

  /** @returns the order's id; undefined if it was refused */
  async order(): Promise<string | undefined> {
    try {
      const response = await fetch(`${this.#url}/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ customerId: 'drill', lines: [{ productId: PRODUCT, quantity: 1 }] }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return ((await response.json()) as { orderId?: string }).orderId;
    } catch {
      return undefined; // the drill's fault
    }
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
    await Promise.all(this.#open);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      if (!this.#asleep) {
        const ordered: Promise<unknown> = this.order().finally(() => this.#open.delete(ordered));
        this.#open.add(ordered);
      }
      await delay(EVERY, undefined, { signal }).catch(() => undefined); // only the stop ends it early
    }
  }
}
