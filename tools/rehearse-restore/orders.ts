import type { StackOptions } from '@waybill/stack';
import { eventually } from '@waybill/testing';
import { Journal } from '../faults/load/journal.ts';
import { Load } from '../faults/load/load.ts';
import { Random } from '../shoppers/random.ts';
import { clientOf } from './platform.ts';

const RATE = 5;
const PATIENCE = { timeoutMs: 180_000 };

/** Customers who keep ordering, and remember what was accepted. */
export class Orders {
  readonly #journal: Journal;
  readonly #load: Load;
  readonly #over = new AbortController();
  readonly #giveUp = new AbortController();
  readonly #driven: Promise<void>;

  constructor(ports: StackOptions['ports'], journal: string) {
    this.#journal = new Journal(journal);
    const [order, analytics] = ['order', 'analytics'].map((service) =>
      clientOf(ports, service, this.#giveUp.signal),
    ) as [ReturnType<typeof clientOf>, ReturnType<typeof clientOf>];
    this.#load = new Load({ order, analytics, journal: this.#journal, random: new Random(7), rate: RATE });
    this.#driven = this.#load.drive(this.#over.signal);
  }

  get accepted(): readonly string[] {
    return this.#journal.orders.map(({ orderId }) => orderId);
  }

  /** Resolves when so many more were accepted. */
  async more(count: number): Promise<void> {
    const due = this.accepted.length + count;
    await eventually(() => this.accepted.length >= due, { ...PATIENCE, what: `${count} more orders` });
  }

  /** The customers get the answers that they wait for, and go. */
  async end(): Promise<void> {
    this.#over.abort();
    await this.#driven;
    await this.#load.settle();
    await this.#journal.close();
  }

  /** They are cut off: what they have no answer to, they do not know. */
  async cutOff(): Promise<void> {
    this.#giveUp.abort(new Error('the platform is lost'));
    await this.end();
  }
}
