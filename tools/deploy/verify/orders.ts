import { waitUntil } from '@waybill/stack';

/** Never sold out. */
const PRODUCT = 'verified';

/** What never takes so long, in milliseconds: no measure of speed. */
const HANGS = 120_000;

/** Where the services are. */
export interface Gateway {
  urlOf(service: string): string;
}

/** A customer of the order service. */
export class Orders {
  readonly #gateway: Gateway;

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
  }

  /** @throws if the order was not accepted */
  async place(): Promise<string> {
    const { orderId } = (await this.#send('POST', '/orders', {
      customerId: 'ada',
      lines: [{ productId: PRODUCT, quantity: 1 }],
    })) as { orderId: string };
    return orderId;
  }

  async stock(): Promise<void> {
    const unitPrice = { amount: '1.00', currency: 'GBP' };
    await this.#send('PUT', `/products/${PRODUCT}`, { description: 'Verified', unitPrice, stock: null });
  }

  /**
   * Resolves when none is undecided. Where a stop takes longer than PAYMENT_TIMEOUT, an order is cancelled, as it must be.
   *
   * @returns how many are confirmed
   */
  async settled(orderIds: readonly string[]): Promise<number> {
    let confirmed = 0;
    for (const orderId of orderIds) {
      const outcome = async () => {
        const { status } = (await this.#send('GET', `/orders/${orderId}`)) as { status: string };
        return status !== 'placed' && status;
      };
      const status = await waitUntil(outcome, {
        ...{ until: `order ${orderId} is settled`, timeout: HANGS, every: 100 },
      });
      if (status === 'confirmed') confirmed += 1;
    }
    return confirmed;
  }

  /** Resolves when the projection of another service has as many; more would be an order that was handled twice. */
  async countedUp(expected: number): Promise<void> {
    await waitUntil(async () => (await this.counted()) >= expected, {
      ...{ until: `analytics has counted ${expected} orders`, timeout: HANGS, every: 100 },
    });
    const counted = await this.counted();
    if (counted !== expected) throw new Error(`analytics has counted ${counted} orders, of ${expected}`);
  }

  /** As the projection of another service has it. */
  async counted(): Promise<number> {
    const response = await fetch(`${this.#gateway.urlOf('analytics')}/customers/ada`);
    if (response.status === 404) return 0;
    return ((await response.json()) as { orders: number }).orders;
  }

  async #send(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.#gateway.urlOf('order')}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!response.ok)
      throw new Error(`${method} ${path} responds with ${response.status} ${await response.text()}`);
    return response.json();
  }
}
