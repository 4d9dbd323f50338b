import type { HttpResponse } from './http-request.ts';
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
  /** Null: stock is not tracked. */
  stock: number | null;
}

export interface ShelfPage {
  products: StockedProduct[];
  nextCursor: string | undefined;
}

/** Behaviour that analytics has not accepted yet is kept, up to this many events, the oldest dropped first. */
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

  /** The first page of the catalogue, without what shoppers need not keep; undefined while the order service is down. */
  async catalogue(): Promise<Product[] | undefined> {
    const page = await this.shelves();
    return page?.products.map(({ productId, description }) => ({ productId, description }));
  }

  /** A page of the catalogue with its stock; undefined while the order service is down. */
  async shelves(cursor?: string): Promise<ShelfPage | undefined> {
    const after = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = jsonOf(await this.#order.call(`/products?limit=100${after}`));
    if (!Array.isArray(page?.['items'])) return undefined;
    const { nextCursor } = page;
    return {
      products: page['items'].filter(isStocked),
      nextCursor: typeof nextCursor === 'string' ? nextCursor : undefined,
    };
  }

  /** Replaces the product, as `PUT` does: any other change since it was read is lost. */
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
   * Orders with an idempotency key, so that a repeat after a lost response orders nothing twice.
   *
   * @returns the order's id; null if the shop refused the order; undefined while it is down
   */
  async placeOrder(
    key: string,
    order: { customerId: string; lines: OrderLine[]; priority: string },
  ): Promise<string | null | undefined> {
    const headers = { 'idempotency-key': key };
    const response = await this.#order.call('/orders', { method: 'POST', body: order, headers });
    if (!response) return undefined;
    const orderId = jsonOf(response)?.['orderId'];
    return typeof orderId === 'string' ? orderId : null;
  }

  /** @returns false while the shop is down; a refusal counts as done */
  async cancelOrder(orderId: string): Promise<boolean> {
    return (await this.#order.call(`/orders/${orderId}/cancel`, { method: 'POST' })) !== undefined;
  }

  /** Reports to analytics, together with what it missed while it was down. */
  async report(event: BehaviorEvent): Promise<void> {
    this.#kept = [...this.#kept, event].slice(-MOST_KEPT);
    const events = this.#kept;
    const response = await this.#analytics.call('/behavior', { method: 'POST', body: { events } });
    // Events that are refused (400) are not sent again either.
    if (response) this.#kept = this.#kept.filter((each) => !events.includes(each));
  }
}

/** The JSON object in the body; undefined if there is none. */
function jsonOf(response: HttpResponse | undefined): Record<string, unknown> | undefined {
  if (!response) return undefined;
  try {
    const value: unknown = JSON.parse(response.text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isStocked(item: unknown): item is StockedProduct {
  const { productId, description, stock, unitPrice } = (item ?? {}) as Partial<StockedProduct>;
  return (
    typeof productId === 'string' &&
    typeof description === 'string' &&
    (stock === null || typeof stock === 'number') &&
    typeof unitPrice === 'object'
  );
}
