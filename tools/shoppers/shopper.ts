import type { Random } from './random.ts';
import type { BehaviorEvent, Shop } from './shop.ts';
import { pickCustomer, planVisit, type Action, type Product } from './visit.ts';

/** One person on one visit, one step at a time. */
export class Shopper {
  readonly #shop: Shop;
  readonly #sessionId: string;
  readonly #customerId: string;
  readonly #actions: Iterator<Action, void, void>;
  readonly #now: () => number;
  #next: IteratorResult<Action, void>;
  #step = 0;
  #orderId: string | undefined;

  constructor(
    shop: Shop,
    sessionId: string,
    random: Random,
    catalogue: readonly Product[],
    now: () => number,
  ) {
    const { customerId, number } = pickCustomer(random);
    this.#shop = shop;
    this.#sessionId = sessionId;
    this.#customerId = customerId;
    this.#actions = planVisit(random, number, catalogue);
    this.#next = this.#actions.next();
    this.#now = now;
  }

  get hasLeft(): boolean {
    return this.#next.done === true;
  }

  /** Takes one step of the visit. An order or a cancellation that failed is tried again next time. */
  async act(): Promise<void> {
    if (this.#next.done) return;
    if (!(await this.#do(this.#next.value))) return;
    this.#step += 1;
    this.#next = this.#actions.next();
  }

  async #do(action: Action): Promise<boolean> {
    switch (action.type) {
      case 'search':
        await this.#shop.search(action.query);
        await this.#report({ type: 'product-searched', query: action.query });
        return true;
      case 'view':
        await this.#shop.view(action.productId);
        await this.#report({ type: 'product-viewed', productId: action.productId });
        return true;
      case 'cart':
        await this.#report({ type: 'cart-updated', productId: action.productId, quantity: action.quantity });
        return true;
      case 'order': {
        const { lines, priority } = action;
        const orderId = await this.#shop.placeOrder(this.#sessionId, {
          customerId: this.#customerId,
          lines,
          priority,
        });
        this.#orderId = orderId ?? undefined;
        return orderId !== undefined;
      }
      case 'cancel':
        return this.#orderId === undefined || this.#shop.cancelOrder(this.#orderId);
    }
  }

  #report(event: Pick<BehaviorEvent, 'type' | 'productId' | 'query' | 'quantity'>): Promise<void> {
    return this.#shop.report({
      ...event,
      eventId: `${this.#sessionId}-${this.#step}`,
      sessionId: this.#sessionId,
      customerId: this.#customerId,
      occurredAt: new Date(this.#now()).toISOString(),
    });
  }
}
