import { Injectable } from '@nestjs/common';
import { OrderPlaced } from '@waybill/contracts';
import { InvalidMessage, Outbox, TransactionRunner } from '@waybill/messaging';
import { v7 as uuidv7 } from 'uuid';
import { placeOrder, type OrderLine } from '../domain/order.js';
import type { PricedProduct } from '../domain/price-lines.js';
import { ImportedOrders, type ReferencedOrder } from '../persistence/imported-orders.js';
import type { Tx } from '../persistence/transaction.js';
import { factsOf } from './order-facts.js';

export interface OrderToImport {
  /** The caller's own id of the order; an order with a known reference is a duplicate. */
  readonly reference: string;
  readonly customerId: string;
  readonly placedAt: Date;
  readonly currency: string;
  readonly lines: readonly OrderLine[];
}

export interface Imported {
  readonly accepted: number;
  readonly duplicates: number;
  /** Orders whose message is larger than the broker is configured to accept. */
  readonly tooLarge: readonly OrderToImport[];
}

const LANE = 'standard';

/**
 * Imports orders that were placed elsewhere, with their own prices and times, in one transaction of three statements:
 * orders with lines, new products, events. They are then settled like any order.
 */
@Injectable()
export class ImportOrders {
  constructor(
    private readonly transactions: TransactionRunner<Tx>,
    private readonly orders: ImportedOrders,
    private readonly outbox: Outbox,
  ) {}

  /**
   * If the broker accepts only smaller messages, divides the orders in halves until it finds those that are too large.
   *
   * @param requested each with lines that pass `fitsOneMessage`
   */
  async execute(requested: readonly OrderToImport[]): Promise<Imported> {
    try {
      return await this.importAll(requested);
    } catch (error) {
      if (!(error instanceof InvalidMessage)) throw error;
      if (requested.length === 1) return { accepted: 0, duplicates: 0, tooLarge: requested };
      const half = Math.ceil(requested.length / 2);
      const first = await this.execute(requested.slice(0, half));
      const second = await this.execute(requested.slice(half));
      return {
        accepted: first.accepted + second.accepted,
        duplicates: first.duplicates + second.duplicates,
        tooLarge: [...first.tooLarge, ...second.tooLarge],
      };
    }
  }

  private async importAll(requested: readonly OrderToImport[]): Promise<Imported> {
    const orders = distinct(requested).map((order): ReferencedOrder => ({
      ...placeOrder({ ...order, orderId: uuidv7(), priority: LANE }),
      reference: order.reference,
    }));
    if (orders.length === 0) return { accepted: 0, duplicates: 0, tooLarge: [] };

    const accepted = await this.transactions.run(async (tx) => {
      const stored = await this.orders.addNew(tx, orders);
      const fresh = orders.filter(({ orderId }) => stored.has(orderId));
      if (fresh.length === 0) return 0;
      await this.orders.addMissingProducts(tx, productsOf(fresh));
      const events = fresh.map((order) => ({
        ...factsOf(order),
        priority: order.priority,
        source: 'import' as const,
      }));
      await this.outbox.publishAll(tx, OrderPlaced, events, { lane: LANE });
      return fresh.length;
    });
    return { accepted, duplicates: requested.length - accepted, tooLarge: [] };
  }
}

/** The first order of each reference. */
function distinct(orders: readonly OrderToImport[]): OrderToImport[] {
  const byReference = new Map<string, OrderToImport>();
  for (const order of orders) if (!byReference.has(order.reference)) byReference.set(order.reference, order);
  return [...byReference.values()];
}

/** Each product once, as in the first line with it. */
function productsOf(orders: readonly ReferencedOrder[]): PricedProduct[] {
  const products = new Map<string, PricedProduct>();
  for (const { currency, lines } of orders) {
    for (const { productId, description, unitPrice } of lines) {
      if (!products.has(productId)) products.set(productId, { productId, description, unitPrice, currency });
    }
  }
  return [...products.values()];
}
