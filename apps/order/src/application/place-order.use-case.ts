import { Injectable } from '@nestjs/common';
import { OrderPlaced } from '@waybill/contracts';
import { InvalidMessage, Outbox, TransactionRunner } from '@waybill/messaging';
import { v7 as uuidv7 } from 'uuid';
import { placeOrder, type PlacedOrder, type Priority } from '../domain/order.js';
import { priceLines, type RequestedLine } from '../domain/price-lines.js';
import { MixedCurrencies, OrderTooLarge, UnknownProducts } from '../errors.js';
import { Catalogue } from '../persistence/catalogue.js';
import { Orders } from '../persistence/orders.js';
import type { Tx } from '../persistence/transaction.js';
import { Idempotency } from './idempotency.js';
import { factsOf, fitsOneMessage } from './order-facts.js';

export interface PlaceOrderRequest {
  readonly customerId: string;
  readonly lines: readonly RequestedLine[];
  readonly priority: Priority;
}

/** What the customer is told at once; stock and payment are settled afterwards. */
export interface Receipt {
  readonly orderId: string;
  readonly status: 'placed';
  readonly total: { readonly amount: string; readonly currency: string };
  readonly placedAt: string;
}

/**
 * Takes an order: order, event and the answer under its `Idempotency-Key` become true together or not at all.
 */
@Injectable()
export class PlaceOrder {
  constructor(
    private readonly transactions: TransactionRunner<Tx>,
    private readonly idempotency: Idempotency,
    private readonly catalogue: Catalogue,
    private readonly orders: Orders,
    private readonly outbox: Outbox,
  ) {}

  /**
   * @param key without one, every call places an order
   * @throws UnknownProducts, MixedCurrencies, OrderTooLarge, IdempotencyKeyInUse, IdempotencyKeyReused:
   * nothing was placed
   */
  execute(request: PlaceOrderRequest, key?: string): Promise<{ receipt: Receipt; replayed: boolean }> {
    return this.transactions.run(async (tx) => {
      const { answer, replayed } = await this.idempotency.run(tx, key, request, async () =>
        receiptOf(await this.place(tx, request)),
      );
      return { receipt: answer, replayed };
    });
  }

  private async place(tx: Tx, request: PlaceOrderRequest): Promise<PlacedOrder> {
    const products = await this.catalogue.price(tx, [
      ...new Set(request.lines.map(({ productId }) => productId)),
    ]);
    const priced = priceLines(request.lines, products);
    if ('unknown' in priced) throw new UnknownProducts(priced.unknown);
    if ('foreign' in priced) throw new MixedCurrencies(priced.foreign);
    if (!fitsOneMessage(priced.lines)) throw new OrderTooLarge();

    const { customerId, priority } = request;
    const order = placeOrder({
      orderId: uuidv7(),
      customerId,
      priority,
      currency: priced.currency,
      lines: priced.lines,
      placedAt: new Date(),
    });
    await this.orders.add(tx, order);
    const event = { ...factsOf(order), priority, source: 'checkout' as const };
    await this.outbox.publish(tx, OrderPlaced, event, { lane: priority }).catch(orTooLarge);
    return order;
  }
}

/** The broker may be set to take less than we measure by, and says so when the event is appended. */
function orTooLarge(error: unknown): never {
  throw error instanceof InvalidMessage ? new OrderTooLarge({ cause: error }) : error;
}

function receiptOf({ orderId, total, currency, placedAt }: PlacedOrder): Receipt {
  return { orderId, status: 'placed', total: { amount: total, currency }, placedAt: placedAt.toISOString() };
}
