import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../shoppers/random.ts';
import type { AcceptedOrder, Journal } from './journal.ts';
import type { PersistentClient } from './persistent-client.ts';
import { SHELVES } from './shelves.ts';

export interface LoadOptions {
  readonly order: PersistentClient;
  readonly analytics: PersistentClient;
  readonly journal: Journal;
  readonly random: Random;
  /** Orders per second. */
  readonly rate: number;
}

/** Of the orders, so many are cancelled, soon or a little later. */
const CANCELLED = 0.12;
const CANCELLED_AFTER_MS = 4_000;
/** Of the customers, so many have cards that are declined, or that the payment provider is undecided about. */
const DECLINED = 0.04;
const UNDECIDED = 0.02;

/** Orders, cancellations and behaviour at a steady rate, however long the answers take. */
export class Load {
  readonly #options: LoadOptions;
  readonly #underWay = new Set<Promise<void>>();
  readonly #failures: string[] = [];
  #number = 0;

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  /** Resolves when the signal is aborted; what is under way then goes on. */
  async drive(signal: AbortSignal): Promise<void> {
    const { rate, random } = this.#options;
    const began = performance.now();
    for (let sent = 0; !signal.aborted; sent++) {
      this.#begin(this.#visit(random.chance(CANCELLED), random.between(0, CANCELLED_AFTER_MS)));
      const due = began + ((sent + 1) * 1_000) / rate;
      await delay(Math.max(0, due - performance.now()), undefined, { signal }).catch(() => undefined);
    }
  }

  /** Resolves when every request has its answer, or was given up. @returns what went wrong with those without one */
  async settle(): Promise<readonly string[]> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    return this.#failures;
  }

  #begin(work: Promise<void>): void {
    const tracked: Promise<void> = work
      .catch((error: Error) => void this.#failures.push(error.message))
      .finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
  }

  /** One customer looks at products, orders them, and perhaps regrets it. */
  async #visit(regrets: boolean, afterMs: number): Promise<void> {
    const { random } = this.#options;
    const kind = random.chance(DECLINED) ? 'declined' : random.chance(UNDECIDED) ? 'undecided' : 'lab';
    const customerId = `${kind}-${this.#number++}`;
    const lines = Array.from({ length: random.between(1, 4) }, () => ({
      productId: random.pick(SHELVES).productId,
      quantity: random.between(1, 3),
    }));
    const priority = random.chance(0.3) ? 'express' : 'standard';
    await Promise.all([
      this.#look(customerId, lines),
      this.#order({ customerId, lines, priority }, regrets, afterMs),
    ]);
  }

  async #look(sessionId: string, lines: AcceptedOrder['lines']): Promise<void> {
    const { analytics, journal } = this.#options;
    const events = lines.map(({ productId }) => ({
      ...{ type: 'product-viewed', eventId: randomUUID(), sessionId, customerId: sessionId, productId },
    }));
    const { status, body } = await analytics.send('POST', '/behavior', { events });
    if (status !== 202) throw new Error(`POST /behavior: ${status} ${JSON.stringify(body)}`);
    journal.viewed(events.map(({ eventId }) => eventId));
  }

  async #order(
    order: Pick<AcceptedOrder, 'customerId' | 'lines'> & { priority: string },
    regrets: boolean,
    afterMs: number,
  ): Promise<void> {
    const client = this.#options.order;
    const headers = { 'idempotency-key': randomUUID() };
    let answer = await client.send('POST', '/orders', order, headers);
    // The first try is still under way in another process.
    while (answer.status === 409) {
      await delay(200);
      answer = await client.send('POST', '/orders', order, headers);
    }
    if (answer.status !== 202)
      throw new Error(`POST /orders: ${answer.status} ${JSON.stringify(answer.body)}`);
    const { orderId, total } = answer.body as { orderId: string; total: { amount: string } };
    this.#options.journal.order({ ...order, orderId, total: total.amount });
    if (!regrets) return;
    await delay(afterMs);
    await this.#cancel(orderId);
  }

  /** 409: it was rejected, or cancelled by a try whose answer was lost. */
  async #cancel(orderId: string): Promise<void> {
    const { status, body } = await this.#options.order.send('POST', `/orders/${orderId}/cancel`);
    if (status !== 202 && status !== 409) {
      throw new Error(`POST /orders/${orderId}/cancel: ${status} ${JSON.stringify(body)}`);
    }
    this.#options.journal.cancellation(orderId, status === 202);
  }
}
