import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';

export interface AcceptedOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly lines: readonly { readonly productId: string; readonly quantity: number }[];
  /** Exact decimal. */
  readonly total: string;
}

export type Entry =
  | ({ readonly what: 'order'; readonly at: string } & AcceptedOrder)
  | {
      readonly what: 'cancellation';
      readonly at: string;
      readonly orderId: string;
      readonly accepted: boolean;
    }
  | { readonly what: 'behaviour'; readonly at: string; readonly eventIds: readonly string[] };

/** What the platform has promised: written down before anything else is done with the answer, beside the platform. */
export class Journal {
  readonly orders: AcceptedOrder[] = [];
  /** Order ids. */
  readonly cancelled = new Set<string>();
  readonly behaviour: string[] = [];
  readonly #file: WriteStream;

  constructor(path: string) {
    this.#file = createWriteStream(path, { flags: 'a' });
  }

  order(order: AcceptedOrder): void {
    this.orders.push(order);
    this.#write({ what: 'order', at: new Date().toISOString(), ...order });
  }

  cancellation(orderId: string, accepted: boolean): void {
    if (accepted) this.cancelled.add(orderId);
    this.#write({ what: 'cancellation', at: new Date().toISOString(), orderId, accepted });
  }

  viewed(eventIds: readonly string[]): void {
    this.behaviour.push(...eventIds);
    this.#write({ what: 'behaviour', at: new Date().toISOString(), eventIds });
  }

  async close(): Promise<void> {
    this.#file.end();
    await once(this.#file, 'close');
  }

  #write(entry: Entry): void {
    this.#file.write(`${JSON.stringify(entry)}\n`);
  }
}
