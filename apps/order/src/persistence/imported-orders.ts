import { Injectable } from '@nestjs/common';
import { execute } from '@waybill/messaging';
import type { PlacedOrder } from '../domain/order.js';
import type { PricedProduct } from '../domain/price-lines.js';
import { ADD_MISSING_PRODUCTS } from './add-missing-products.sql.js';
import { IMPORT_ORDERS } from './import-orders.sql.js';
import type { Tx } from './transaction.js';

/** A placed order with the importing caller's own id of it. */
export type ReferencedOrder = PlacedOrder & { readonly reference: string };

/** Stores many orders at once, always in the caller's transaction. */
@Injectable()
export class ImportedOrders {
  /**
   * Stores orders with their lines, in one statement. An order with a known reference is skipped. Concurrent callers with
   * the same references wait for each other and do not deadlock.
   *
   * @returns the ids of the stored orders
   */
  async addNew(tx: Tx, orders: readonly ReferencedOrder[]): Promise<ReadonlySet<string>> {
    const rows = orders.map((order) => ({
      id: order.orderId,
      customer_id: order.customerId,
      priority: order.priority,
      currency: order.currency,
      total: order.total,
      reference: order.reference,
      placed_at: order.placedAt,
    }));
    const lines = orders.flatMap(({ orderId, lines }) =>
      lines.map(({ productId, description, quantity, unitPrice }, position) => ({
        order_id: orderId,
        position,
        product_id: productId,
        description,
        quantity,
        unit_price: unitPrice,
      })),
    );
    const stored = await execute<{ id: string }>(tx, IMPORT_ORDERS, [
      JSON.stringify(rows),
      JSON.stringify(lines),
    ]);
    return new Set(stored.map(({ id }) => id));
  }

  /** Adds products that do not exist yet, without stock tracking; existing ones stay as they are. */
  async addMissingProducts(tx: Tx, products: readonly PricedProduct[]): Promise<void> {
    const rows = products.map(({ productId, description, unitPrice, currency }) => ({
      id: productId,
      description,
      unit_price: unitPrice,
      currency,
    }));
    await execute(tx, ADD_MISSING_PRODUCTS, [JSON.stringify(rows)]);
  }
}
