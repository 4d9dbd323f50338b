import { Injectable } from '@nestjs/common';
import type { OrderPaymentOverdue } from '@waybill/contracts';
import { DeadLetterNow, type DataOf, type EventMessage, type ProcessHandler } from '@waybill/messaging';
import type { SettlementState } from '../domain/order-settlement.js';
import { Orders } from '../persistence/orders.js';
import { CancelOrder } from './cancel-order.use-case.js';
import type { SettlementContext } from './settlement-context.js';

/** Cancels an order whose payment is still undecided. `order.cancelled` has a late authorisation released. */
@Injectable()
export class CancelOrderWhenPaymentOverdue implements ProcessHandler<
  typeof OrderPaymentOverdue,
  SettlementState
> {
  constructor(
    private readonly orders: Orders,
    private readonly order: CancelOrder,
  ) {}

  async handle(
    { data }: EventMessage<DataOf<typeof OrderPaymentOverdue>>,
    { tx, process }: SettlementContext,
  ): Promise<void> {
    const order = await this.orders.lock(tx, data.orderId);
    if (!order) throw new DeadLetterNow(`order ${data.orderId} is not in this database`);
    process.state.payment = 'overdue';
    if (order.status === 'placed') await this.order.cancel(tx, order, 'payment-undecided');
    process.end('cancelled');
  }
}
