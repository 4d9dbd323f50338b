import { Injectable } from '@nestjs/common';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { jsonRows, storable } from '@waybill/service/postgres';
import type { SessionBasket } from '../domain/session-basket.js';
import { ADD_ORDER } from './add-order.sql.js';
import { FORGET_BASKETS, LOCK_BASKETS, RECORD_ERASURE } from './forget-customer.sql.js';
import { EXTEND_SESSIONS } from './extend-sessions.sql.js';
import { SUBTRACT_PRODUCTS } from './subtract-products.sql.js';
import { INSERT_PRODUCTS } from './insert-products.sql.js';
import { OPEN_SESSIONS } from './open-sessions.sql.js';
import { SELECT_NUMBERS } from './select-numbers.sql.js';
import { WITHDRAW_ORDER } from './withdraw-order.sql.js';

export interface ProductName {
  productId: string;
  description: string;
}

export interface OrderBasket {
  orderId: string;
  customerId: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** What the order adds to the heat of each product. */
  heat: number;
  /** Each product once. */
  products: readonly ProductName[];
}

export interface SessionVisit {
  sessionId: string;
  customerId?: string;
  /** The latest touch, milliseconds since the epoch. */
  at: number;
}

export interface OpenSession extends SessionBasket {
  sessionId: string;
  /** The stored basket's key, opaque. */
  basket: string;
}

export interface SessionExtension extends SessionBasket {
  basket: string;
  /** Products new to the session, with what each adds to the heat. */
  added: readonly { product: number; at: number; heat: number }[];
}

/**
 * Stores baskets. The operations are idempotent and commutative: orders, cancellations and sessions may be late and in any
 * order. All lock in the same order (new products, then sessions by id, then products by number), so they do not
 * deadlock.
 */
@Injectable()
export class Baskets {
  /** Adds an order's basket, unless it is known or already withdrawn. */
  async addOrder(tx: SqlTransaction, order: OrderBasket): Promise<void> {
    const numbers = await this.numbersOf(
      tx,
      order.products.map((one) => one.productId),
    );
    // By number, because two ids with text that Postgres cannot store may have become one.
    const lines = new Map(
      order.products.map((one) => [numbers.get(one.productId)!, storable(one.description)]),
    );
    await execute(tx, ADD_ORDER, [
      order.orderId,
      storable(order.customerId),
      order.at,
      order.heat,
      [...lines.keys()],
      [...lines.values()],
    ]);
  }

  /**
   * Removes an order's basket permanently: a confirmation that arrives later is not counted.
   *
   * @param heatAt what an order of this time adds to the heat of its products
   */
  async withdrawOrder(
    tx: SqlTransaction,
    order: { orderId: string; customerId: string; at: number },
    heatAt: (at: number) => number,
  ): Promise<void> {
    const [basket] = await execute<{ id: string; at: Date; products: number[] }>(tx, WITHDRAW_ORDER, [
      order.orderId,
      storable(order.customerId),
      order.at,
    ]);
    if (!basket || basket.products.length === 0) return;
    await execute(tx, SUBTRACT_PRODUCTS, [
      basket.id,
      basket.at,
      basket.products,
      heatAt(basket.at.getTime()),
    ]);
  }

  /** The numbers of these products; unknown ones get a new number. */
  async numbersOf(tx: SqlTransaction, productIds: readonly string[]): Promise<Map<string, number>> {
    const found = await this.selectNumbers(tx, productIds);
    const missing = productIds.filter((id) => !found.has(id));
    if (missing.length === 0) return found;
    await execute(tx, INSERT_PRODUCTS, [[...new Set(missing.map(storable))]]);
    // A separate statement, because this one does not see what another transaction inserted meanwhile.
    for (const [id, product] of await this.selectNumbers(tx, missing)) found.set(id, product);
    return found;
  }

  /**
   * Creates or finds the sessions and locks them until the transaction ends. A session belongs to the first customer that
   * an event of it names.
   */
  async openSessions(tx: SqlTransaction, visits: readonly SessionVisit[]): Promise<OpenSession[]> {
    return execute<OpenSession>(tx, OPEN_SESSIONS, [
      jsonRows(visits.map(({ sessionId, customerId, at }) => ({ sessionId, customerId, at }))),
    ]);
  }

  /** Writes sessions that `openSessions` has locked in the same transaction. */
  async extendSessions(tx: SqlTransaction, extensions: readonly SessionExtension[]): Promise<void> {
    await execute(tx, EXTEND_SESSIONS, [
      jsonRows(extensions),
      [...new Set(extensions.flatMap(({ added }) => added.map(({ product }) => product)))],
    ]);
  }

  /** Baskets until then belong to nobody, those that are still to come too. What they say about products stays. */
  async forgetCustomer(tx: SqlTransaction, customerId: string, until: string): Promise<void> {
    const values = [storable(customerId), until];
    await execute(tx, LOCK_BASKETS, []);
    await execute(tx, RECORD_ERASURE, values);
    await execute(tx, FORGET_BASKETS, values);
  }

  private async selectNumbers(
    tx: SqlTransaction,
    productIds: readonly string[],
  ): Promise<Map<string, number>> {
    const rows = await execute<{ id: number; product_id: string }>(tx, SELECT_NUMBERS, [
      [...new Set(productIds.map(storable))],
    ]);
    const byStored = new Map(rows.map((row) => [row.product_id, row.id]));
    return new Map(
      productIds.flatMap((id) => {
        const number = byStored.get(storable(id));
        return number === undefined ? [] : [[id, number] as const];
      }),
    );
  }
}
