import type { Platform } from './platform.js';
import { eventually } from './platform.js';
import type { ShopService } from './shop-services.js';

export interface ShopResponse<Body = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: Body;
}

export interface Order {
  orderId: string;
  customerId: string;
  status: 'placed' | 'confirmed' | 'rejected' | 'cancelled';
  reason?: string;
  total: string | { amount: string; currency: string };
  history: { status: string; at: string }[];
}

/** The shop as its HTTP clients see it. */
export class Shop {
  constructor(private readonly platform: Platform) {}

  async get<Body = Record<string, unknown>>(service: ShopService, path: string): Promise<ShopResponse<Body>> {
    return this.send(service, 'GET', path);
  }

  async send<Body = Record<string, unknown>>(
    service: ShopService,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ShopResponse<Body>> {
    const { urls } = await this.platform.state();
    const response = await fetch(urls[service] + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body:
        body === undefined || typeof body === 'string' || body instanceof Uint8Array
          ? body
          : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text ? JSON.parse(text) : {}) as Body,
    };
  }

  /** Puts a product on the shelf. */
  async stock(productId: string, stock: number | null, amount = '9.95'): Promise<void> {
    const unitPrice = { amount, currency: 'GBP' };
    await this.send('order', 'PUT', `/products/${productId}`, {
      description: `Test ${productId}`,
      unitPrice,
      stock,
    });
  }

  async place(
    customerId: string,
    productId: string,
    quantity = 1,
    extra: object = {},
    headers: Record<string, string> = {},
  ): Promise<Order> {
    const order = { customerId, lines: [{ productId, quantity }], ...extra };
    const { status, body } = await this.send<Order>('order', 'POST', '/orders', order, headers);
    if (status !== 202) throw new Error(`order not taken: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  async order(orderId: string): Promise<Order> {
    return (await this.get<Order>('order', `/orders/${orderId}`)).body;
  }

  /** The order, once it is confirmed or rejected. */
  async settled(orderId: string): Promise<Order> {
    await eventually(
      async () => (await this.order(orderId)).status !== 'placed',
      `order ${orderId} is settled`,
    );
    return this.order(orderId);
  }

  async salesTotal(): Promise<{ orders: number; units: number; revenue: string }> {
    const { body } = await this.get<{ total: { orders: number; units: number; revenue: string } }>(
      'analytics',
      '/sales',
    );
    return body.total;
  }
}
