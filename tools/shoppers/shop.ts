import { z } from 'zod';
import type { ServiceLink } from './service-link.ts';
import type { OrderLine, Product } from './visit.ts';

const Page = z.object({ items: z.array(z.object({ productId: z.string(), description: z.string() })) });
const Placed = z.object({ orderId: z.string() });

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
    return (await this.#order.json('/products?limit=100', Page))?.items;
  }

  async search(query: string): Promise<void> {
    await this.#order.json(`/products?search=${encodeURIComponent(query)}&limit=10`, Page);
  }

  async view(productId: string): Promise<void> {
    const response = await this.#order.call(`/products/${encodeURIComponent(productId)}`);
    await response?.body?.cancel();
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
    const response = await this.#order.call('/orders', {
      method: 'POST',
      body: order,
      headers: { 'idempotency-key': key },
    });
    if (!response) return undefined;
    const placed = Placed.safeParse(await response.json().catch(() => undefined));
    return placed.success ? placed.data.orderId : null;
  }

  /** @returns false while the shop is away; that it may refuse is part of the play */
  async cancelOrder(orderId: string): Promise<boolean> {
    const response = await this.#order.call(`/orders/${orderId}/cancel`, { method: 'POST' });
    await response?.body?.cancel();
    return response !== undefined;
  }

  /** Tells analytics, together with what it missed while it was away. */
  async report(event: BehaviorEvent): Promise<void> {
    this.#kept = [...this.#kept, event].slice(-MOST_KEPT);
    const events = this.#kept;
    const response = await this.#analytics.call('/behavior', { method: 'POST', body: { events } });
    await response?.body?.cancel();
    // Refused for good (400) is as much an end as taken.
    if (response) this.#kept = this.#kept.filter((each) => !events.includes(each));
  }
}
