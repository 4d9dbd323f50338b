import { Injectable } from '@nestjs/common';
import { OrderConfirmed, OrderRejected, type OrderPlaced } from '@waybill/contracts';
import {
  DeadLetterNow,
  Outbox,
  type DataOf,
  type DeliveryContext,
  type EventHandler,
  type EventMessage,
} from '@waybill/messaging';
import { canBecome } from '../domain/order-status.js';
import { outOfStock, paymentDeclined, type Settlement } from '../domain/settle-order.js';
import { Orders } from '../persistence/orders.js';
import { Stock } from '../persistence/stock.js';
import type { Tx } from '../persistence/transaction.js';
import { PaymentProvider } from './payment-provider.js';

type Placed = DataOf<typeof OrderPlaced>;

/**
 * Settles an order: stock and payment, then `order.confirmed` or `order.rejected`, all in the handler's transaction. The
 * order's row is locked first, so a cancellation comes before or after, never in between.
 *
 * The payment is authorised after the stock is checked and before it is taken: an order without stock costs no call, and
 * products are not locked during the call. If the stock is gone by then, the authorised amount is released.
 */
@Injectable()
export class SettleOrderWhenOrderPlaced implements EventHandler<typeof OrderPlaced> {
  constructor(
    private readonly orders: Orders,
    private readonly stock: Stock,
    private readonly payments: PaymentProvider,
    private readonly outbox: Outbox,
  ) {}

  async handle({ data, lane }: EventMessage<Placed>, context: DeliveryContext<Tx>): Promise<void> {
    const { tx } = context;
    const status = await this.orders.lockStatus(tx, data.orderId);
    if (!status) throw new DeadLetterNow(`order ${data.orderId} is not in this database`);
    // Already cancelled, or settled by an earlier delivery with another message id.
    if (!canBecome(status, 'confirmed')) return;

    const settlement = await this.decide(data, context);
    const now = new Date();
    await this.orders.settle(tx, data.orderId, settlement, now);
    const { priority: _priority, source: _source, ...facts } = data;
    if (settlement.status === 'confirmed') {
      await this.outbox.publish(tx, OrderConfirmed, { ...facts, confirmedAt: now.toISOString() }, { lane });
    } else {
      const { reason, detail } = settlement;
      const rejected = { ...facts, reason, detail, rejectedAt: now.toISOString() };
      await this.outbox.publish(tx, OrderRejected, rejected, { lane });
    }
  }

  private async decide(order: Placed, { tx, signal }: DeliveryContext<Tx>): Promise<Settlement> {
    const { orderId, customerId, total: amount, currency } = order;
    const demands = await this.stock.demands(tx, orderId);
    const early = outOfStock(demands);
    if (early) return early;

    const payment = await this.payments.authorise({ orderId, customerId, amount, currency }, signal);
    if (!payment.approved) return paymentDeclined(payment.reason);
    if (demands.length === 0) return { status: 'confirmed' };

    const late = outOfStock(await this.stock.lockDemands(tx, orderId));
    if (late) {
      await this.payments.release(orderId, signal);
      return late;
    }
    await this.stock.take(tx, orderId);
    return { status: 'confirmed' };
  }
}
