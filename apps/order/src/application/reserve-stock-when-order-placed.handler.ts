import { Inject, Injectable } from '@nestjs/common';
import {
  OrderPaymentOverdue,
  OrderPaymentRequested,
  OrderRejected,
  type OrderPlaced,
} from '@waybill/contracts';
import {
  DeadLetterNow,
  Outbox,
  type DataOf,
  type EventMessage,
  type ProcessHandler,
} from '@waybill/messaging';
import type { SettlementState } from '../domain/order-settlement.js';
import { outOfStock } from '../domain/settle-order.js';
import { Orders } from '../persistence/orders.js';
import { Stock } from '../persistence/stock.js';
import type { SettlementContext } from './settlement-context.js';

/** How long an order of the checkout waits for the decision on its payment, in milliseconds. */
export const PAYMENT_TIMEOUT_MS = Symbol('payment-timeout');
/** Nobody waits for an imported one, and thousands at once take their time. */
const IMPORTED_TIMEOUT_MS = 24 * 60 * 60 * 1000;

/**
 * Reserves the stock of an order, requests its payment and begins to wait for it; or rejects the order. Its row is locked
 * first, so a cancellation comes before or after, never in between.
 */
@Injectable()
export class ReserveStockWhenOrderPlaced implements ProcessHandler<typeof OrderPlaced, SettlementState> {
  constructor(
    private readonly orders: Orders,
    private readonly stock: Stock,
    private readonly outbox: Outbox,
    @Inject(PAYMENT_TIMEOUT_MS) private readonly timeoutMs: number,
  ) {}

  async handle(
    { data, lane }: EventMessage<DataOf<typeof OrderPlaced>>,
    { tx, process }: SettlementContext,
  ): Promise<void> {
    const { orderId } = data;
    const status = await this.orders.lockStatus(tx, orderId);
    if (!status) throw new DeadLetterNow(`order ${orderId} is not in this database`);
    // Cancelled before anything was done for it, or settled by a release without this process.
    if (status !== 'placed') return process.end(status);
    // Requested by an earlier delivery with another message id.
    if (process.state.payment !== 'none') return;

    const now = new Date();
    const { priority: _priority, source, ...facts } = data;
    const demands = await this.stock.lockDemands(tx, orderId);
    const rejection = outOfStock(demands);
    if (rejection) {
      const { reason, detail } = rejection;
      await this.orders.reject(tx, orderId, rejection, now);
      const event = { ...facts, reason, detail, rejectedAt: now.toISOString() };
      await this.outbox.publish(tx, OrderRejected, event, { lane });
      return process.end('rejected');
    }
    if (demands.length > 0) await this.stock.reserve(tx, orderId);
    const { customerId, total: amount, currency } = data;
    const payment = { orderId, customerId, amount, currency, requestedAt: now.toISOString() };
    await this.outbox.publish(tx, OrderPaymentRequested, payment, { lane });
    const delay = source === 'import' ? IMPORTED_TIMEOUT_MS : this.timeoutMs;
    await process.setTimer(OrderPaymentOverdue, { orderId }, { delay });
    process.state.payment = 'requested';
  }
}
