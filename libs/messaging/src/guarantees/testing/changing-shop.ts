import { z } from 'zod';
import { consumer, type ConsumerDefinition, type ConsumerOptions } from '../../consumer/define-consumer.js';
import { on } from '../../consumer/subscription.js';
import { defineEvent, type EventContract } from '../../contract/index.js';
import { recordEffect, type Happened } from './events.js';
import { eventually } from './eventually.js';
import { RecordEffect, Site, type Replica, type ServiceUnderTest } from './site.js';

const KEYS = Array.from({ length: 12 }, (_, index) => `key-${index}`);
const schema = z.object({ key: z.string(), n: z.number().int(), fault: z.string().optional() });
const retry = { attempts: 4, baseMs: 20, maxMs: 80 };

/** What a handler of the shop does wrong: see `ChangingShop.handle`. */
export const POISON = 'poison';

/**
 * A site whose consumers change while events flow: two events, one of them in two versions, a publisher, and old and new
 * replicas of a consumer. Every fifth event of a key fails at its first attempt, so that messages are in back-off at any
 * moment.
 */
export class ChangingShop implements AsyncDisposable {
  readonly Confirmed;
  readonly ConfirmedV2;
  readonly Cancelled;
  /** Until then poisoned events fail. */
  healed = false;
  readonly #next = new Map<string, number>();
  readonly #expected = new Map<string, string>();
  #publisher!: Replica;

  private constructor(readonly site: Site) {
    const declare = (event: string) =>
      defineEvent({
        type: `${site.domain}.${event}`,
        version: 1,
        owner: site.service,
        key: ({ key }) => key,
        schema,
      });
    this.Confirmed = declare('confirmed');
    this.Cancelled = declare('cancelled');
    this.ConfirmedV2 = defineEvent({
      type: this.Confirmed.type,
      version: 2,
      owner: site.service,
      key: ({ key }) => key,
      schema: schema.extend({ by: z.string() }),
      previous: this.Confirmed as EventContract,
      upcast: (data: Happened) => ({ ...data, by: 'unknown' }),
    });
  }

  static async open(): Promise<ChangingShop> {
    const shop = new ChangingShop(await Site.open());
    shop.#publisher = await shop.site.start({
      roles: ['relay'],
      subscriptions: [],
      publishes: [shop.Confirmed, shop.ConfirmedV2, shop.Cancelled],
      relay: { pollMs: { min: 5, max: 50 } },
    });
    return shop;
  }

  /** The consumer of these events, under the site's name where a test does not say otherwise. */
  taking(
    contracts: readonly EventContract[],
    { as = this.site.service, ...options }: Partial<ConsumerOptions> & { as?: string } = {},
    handler = RecordEffect,
  ): ConsumerDefinition {
    const routes = contracts.map((contract) => on(contract as EventContract<Happened>, handler, { retry }));
    return consumer(as, { startFrom: 'beginning', ...options }, routes);
  }

  /** A replica that consumes only. */
  replica(definition: ConsumerDefinition, options: ServiceUnderTest = {}): Promise<Replica> {
    return this.site.start({
      roles: ['consumers'],
      publishes: [],
      ackWaitMs: 2_000,
      subscriptions: [definition],
      handle: async (events, { tx, attempt }) => {
        const { n, fault } = events[0]!.data;
        if (fault === POISON && !this.healed) throw new Error(POISON);
        if (n % 5 === 3 && attempt === 1) throw new Error('not at once');
        await recordEffect(tx, events);
      },
      ...options,
    });
  }

  /** Appends `count` events of these contracts, in turn, to every key in turn; and expects each to take effect, unless its contract is `ignored`. */
  async append(
    contracts: readonly EventContract[],
    count: number,
    { ignored }: { ignored?: EventContract } = {},
  ): Promise<void> {
    const { transactions, outbox } = this.#publisher.messaging;
    await transactions.run(async (tx) => {
      for (let i = 0; i < count; i++) {
        const key = KEYS[i % KEYS.length]!;
        const n = (this.#next.get(key) ?? -1) + 1;
        this.#next.set(key, n);
        const contract = contracts[Math.floor(i / KEYS.length) % contracts.length]!;
        const data = { key, n, ...(contract.version === 2 && { by: 'the shop' }) };
        const lane = i % 2 === 0 ? 'standard' : 'express';
        const id = await outbox.publish(tx, contract, data, { lane });
        if (contract !== ignored) this.#expected.set(id, `${key} ${n}`);
      }
    });
  }

  /** Appends events that fail until the shop is healed, each of a key of its own, and waits for their dead letters. */
  async poison(count: number, consumers: readonly string[] = [this.site.service]): Promise<void> {
    const { transactions, outbox } = this.#publisher.messaging;
    const known = (await this.letters(consumers)).length;
    await transactions.run(async (tx) => {
      for (let i = 0; i < count; i++) {
        const data = { key: `poison-${known + i}`, n: 0, fault: POISON };
        this.#expected.set(await outbox.publish(tx, this.Confirmed, data), `${data.key} 0`);
      }
    });
    await eventually(async () => (await this.letters(consumers)).length >= known + count, {
      what: `${count} dead letters`,
    });
  }

  async letters(consumers: readonly string[]) {
    const found = await Promise.all(consumers.map((each) => this.site.desk.list({ consumer: each })));
    return found.flat();
  }

  get expectedCount(): number {
    return this.#expected.size;
  }

  /** Waits until everything expected has taken effect, and returns what is wrong: nothing, if all is well. */
  async faults(timeoutMs = 40_000): Promise<Faults> {
    const ids = new Set(this.#expected.keys());
    const missing = async () => {
      const seen = new Set((await this.site.effects()).map(({ eventId }) => eventId));
      return [...ids].filter((id) => !seen.has(id));
    };
    await eventually(async () => (await missing()).length === 0, { timeoutMs }).catch(() => undefined);
    const effects = await this.site.effects();
    const twice = effects.filter(
      ({ eventId }, index) => effects.findIndex((other) => other.eventId === eventId) !== index,
    );
    return {
      lost: (await missing()).map((id) => this.#expected.get(id)!),
      doubled: twice.map(({ key, n }) => `${key} ${n}`),
      reordered: reordered(effects),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.site[Symbol.asyncDispose]();
  }
}

export interface Faults {
  lost: string[];
  doubled: string[];
  reordered: string[];
}

export const NO_FAULTS: Faults = { lost: [], doubled: [], reordered: [] };

function reordered(effects: readonly { key: string; n: number }[]): string[] {
  const last = new Map<string, number>();
  return effects.flatMap(({ key, n }) => {
    const before = last.get(key) ?? -1;
    last.set(key, Math.max(before, n));
    return n < before ? [`${key}: ${n} after ${before}`] : [];
  });
}
