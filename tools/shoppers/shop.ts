import type { HttpAnswer } from './http-request.ts';
import type { ServiceLink } from './service-link.ts';
import type { OrderLine, Product } from './visit.ts';

export interface BehaviorEvent {
  type: 'product-viewed' | 'product-searched' | 'cart-updated';
  eventId: string;
  sessionId: string;
  customerId: string;
  occurredAt: string;
  productId?: string;
  query?: string;
  quantity?: number;
}

export interface StockedProduct extends Product {
  unitPrice: { amount: string; currency: string };
  /** Null where nobody counts. */
  stock: number | null;
}

export interface ShelfPage {
  products: StockedProduct[];
  nextCursor: string | undefined;
}

/** Behaviour that analytics has not taken yet is kept, up to this many events, the oldest dropped first. */
const MOST_KEPT = 200;

/** The shop as a browser sees it: the order and analytics services' public HTTP. */
export class Shop {
  readonly #order: ServiceLink;
  readonly #analytics: ServiceLink;
  #kept: BehaviorEvent[] = [];

  constructor(order: ServiceLink, analytics: ServiceLink) {
    this.#order = order;
    this.#analytics = analytics;
  }

  /** The first page of the catalogue; undefined while the order service is away. */
  async catalogue(): Promise<Product[] | undefined> {
    const page = jsonOf(await this.#order.call('/products?limit=100'));
    return Array.isArray(page?.['items']) ? page['items'].filter(isProduct).map(smallest) : undefined;
  }

  /** A page of the catalogue with what is in stock; undefined while the order service is away. */
  async shelves(cursor: string | undefined): Promise<ShelfPage | undefined> {
    const after = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = jsonOf(await this.#order.call(`/products?limit=100${after}`));
    if (!Array.isArray(page?.['items'])) return undefined;
    const { nextCursor } = page;
    return {
      products: page['items'].filter(isStocked),
      nextCursor: typeof nextCursor === 'string' ? nextCursor : undefined,
    };
  }

  /** As `PUT` has it, the product is replaced: what else changed since it was looked at is lost. */
  async fillUp({ productId, description, unitPrice }: StockedProduct, stock: number): Promise<void> {
    const body = { description, unitPrice, stock };
    await this.#order.call(`/products/${encodeURIComponent(productId)}`, { method: 'PUT', body });
  }

  async search(query: string): Promise<void> {
    await this.#order.call(`/products?search=${encodeURIComponent(query)}&limit=10`);
  }

  async view(productId: string): Promise<void> {
    await this.#order.call(`/products/${encodeURIComponent(productId)}`);
  }

  /**
   * Orders under a key, so that asking again after a lost answer orders nothing twice.
   *
   * @returns the order's id; null where the shop refused the order; undefined while it is away
   */
  async placeOrder(
    key: string,
    order: { customerId: string; lines: OrderLine[]; priority: string },
  ): Promise<string | null | undefined> {
    const headers = { 'idempotency-key': key };
    const answer = await this.#order.call('/orders', { method: 'POST', body: order, headers });
    if (!answer) return undefined;
    const orderId = jsonOf(answer)?.['orderId'];
    return typeof orderId === 'string' ? orderId : null;
  }

  /** @returns false while the shop is away; that it may refuse is part of the play */
  async cancelOrder(orderId: string): Promise<boolean> {
    return (await this.#order.call(`/orders/${orderId}/cancel`, { method: 'POST' })) !== undefined;
  }

  /** Tells analytics, together with what it missed while it was away. */
  async report(event: BehaviorEvent): Promise<void> {
    this.#kept = [...this.#kept, event].slice(-MOST_KEPT);
    const events = this.#kept;
    const answer = await this.#analytics.call('/behavior', { method: 'POST', body: { events } });
    // Refused for good (400) is as much an end as taken.
    if (answer) this.#kept = this.#kept.filter((each) => !events.includes(each));
  }
}

/** The answer's JSON object; undefined where there is none. */
function jsonOf(answer: HttpAnswer | undefined): Record<string, unknown> | undefined {
  if (!answer) return undefined;
  try {
    const value: unknown = JSON.parse(answer.text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isProduct(item: unknown): item is Product {
  const { productId, description } = (item ?? {}) as Partial<Product>;
  return typeof productId === 'string' && typeof description === 'string';
}

function isStocked(item: unknown): item is StockedProduct {
  const { stock, unitPrice } = (item ?? {}) as Partial<StockedProduct>;
  return isProduct(item) && (stock === null || typeof stock === 'number') && typeof unitPrice === 'object';
}

function smallest({ productId, description }: Product): Product {
  return { productId, description };
}
