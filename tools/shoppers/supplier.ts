import type { Shop, StockedProduct } from './shop.ts';

/** Below this many units a product is nearly sold out: a shopper takes up to four at a time. */
const LOW = 20;
/** Units after restocking, about what the demo catalogue starts with. */
const FULL = 300;
const PAGE_EVERY_MS = 15_000;

/**
 * Restocks what is nearly sold out, so that a platform that runs for days does not reject every order in the end. A
 * limited edition, as its description says, may sell out.
 */
export class Supplier {
  readonly #shop: Shop;
  readonly #now: () => number;
  #nextPageAt = Number.NEGATIVE_INFINITY;
  /** The next page of the catalogue; undefined: the first. */
  #cursor: string | undefined;

  constructor(shop: Shop, now: () => number) {
    this.#shop = shop;
    this.#now = now;
  }

  /** Looks at one page of the catalogue, if it is time to. */
  async visit(): Promise<void> {
    if (this.#now() < this.#nextPageAt) return;
    this.#nextPageAt = this.#now() + PAGE_EVERY_MS;
    const page = await this.#shop.shelves(this.#cursor);
    if (!page) return;
    for (const product of page.products.filter(needsDelivery)) await this.#shop.fillUp(product, FULL);
    this.#cursor = page.nextCursor;
  }
}

function needsDelivery({ stock, description }: StockedProduct): boolean {
  return stock !== null && stock < LOW && !/limited edition/i.test(description);
}
