import { Injectable } from '@nestjs/common';
import { OrderPlaced, OrderRecipientNamed } from '@waybill/contracts';
import { InvalidMessage, MessagingError, Outbox, TransactionRunner } from '@waybill/messaging';
import { v7 as uuidv7 } from 'uuid';
import { placeOrder, type PlacedOrder, type Priority, type Recipient } from '../domain/order.js';
import { priceLines, type RequestedLine } from '../domain/price-lines.js';
import { MixedCurrencies, OrderTooLarge, RecipientNotTaken, UnknownProducts } from '../errors.js';
import { Catalogue } from '../persistence/catalogue.js';
import { Orders } from '../persistence/orders.js';
import { Recipients } from '../persistence/recipients.js';
import type { Tx } from '../persistence/transaction.js';
import { Idempotency } from './idempotency.js';
import { factsOf, fitsOneMessage } from './order-facts.js';

export interface PlaceOrderRequest {
  readonly customerId: string;
  readonly lines: readonly RequestedLine[];
  readonly priority: Priority;
  readonly recipient?: Recipient;
}

/** The immediate response to the customer; the order is settled afterwards. */
export interface Receipt {
  readonly orderId: string;
  readonly status: 'placed';
  readonly total: { readonly amount: string; readonly currency: string };
  readonly placedAt: string;
}

/** Places an order: it stores the order, its event and the response for its `Idempotency-Key` in one transaction. */
@Injectable()
export class PlaceOrder {
  constructor(
    private readonly transactions: TransactionRunner<Tx>,
    private readonly idempotency: Idempotency,
    private readonly catalogue: Catalogue,
    private readonly orders: Orders,
    private readonly recipients: Recipients,
    private readonly outbox: Outbox,
  ) {}

  /**
   * @param key without it, every call places an order
   * @throws UnknownProducts, MixedCurrencies, OrderTooLarge, RecipientNotTaken, IdempotencyKeyInUse, IdempotencyKeyReused
   */
  execute(request: PlaceOrderRequest, key?: string): Promise<{ receipt: Receipt; replayed: boolean }> {
    return this.transactions.run(async (tx) => {
      const { result, replayed } = await this.idempotency.run(tx, key, request, async () =>
        receiptOf(await this.place(tx, request)),
      );
      return { receipt: result, replayed };
    });
  }

  private async place(tx: Tx, request: PlaceOrderRequest): Promise<PlacedOrder> {
    const products = await this.catalogue.price(tx, [
      ...new Set(request.lines.map(({ productId }) => productId)),
    ]);
    const priced = priceLines(request.lines, products);
    if ('unknown' in priced) throw new UnknownProducts(priced.unknown);
    if ('mixed' in priced) throw new MixedCurrencies(priced.mixed);
    if (!fitsOneMessage(priced.lines)) throw new OrderTooLarge();

    const { customerId, priority, recipient } = request;
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
    if (recipient) await this.nameRecipient(tx, order, recipient);
    return order;
  }

  private async nameRecipient(tx: Tx, order: PlacedOrder, recipient: Recipient): Promise<void> {
    const { orderId, customerId, priority: lane } = order;
    await this.recipients.add(tx, orderId, recipient);
    await this.outbox
      .publish(tx, OrderRecipientNamed, { orderId, customerId, ...recipient }, { lane })
      .catch(orNotTaken);
  }
}

/** The broker may be configured to accept less than `fitsOneMessage` assumes: the append of the event fails then. */
function orTooLarge(error: unknown): never {
  throw error instanceof InvalidMessage ? new OrderTooLarge({ cause: error }) : error;
}

/** The service has no master key, which a shop that takes no recipients can do without. */
function orNotTaken(error: unknown): never {
  const isKeyMissing = error instanceof MessagingError && error.code === 'MASTER_KEY_NEEDED';
  throw isKeyMissing ? new RecipientNotTaken({ cause: error }) : error;
}

function receiptOf({ orderId, total, currency, placedAt }: PlacedOrder): Receipt {
  return { orderId, status: 'placed', total: { amount: total, currency }, placedAt: placedAt.toISOString() };
}
