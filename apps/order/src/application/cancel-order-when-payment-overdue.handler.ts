import { Injectable } from '@nestjs/common';
import type { OrderPaymentOverdue } from '@waybill/contracts';
import {
  DeadLetterNow,
  type DataOf,
  type DeliveryContext,
  type EventHandler,
  type EventMessage,
} from '@waybill/messaging';
import { Orders } from '../persistence/orders.js';
import type { Tx } from '../persistence/transaction.js';
import { CancelOrder } from './cancel-order.use-case.js';

/** Cancels an order whose payment is still undecided. A late authorisation finds it cancelled, and is released. */
@Injectable()
export class CancelOrderWhenPaymentOverdue implements EventHandler<typeof OrderPaymentOverdue> {
  constructor(
    private readonly orders: Orders,
    private readonly order: CancelOrder,
  ) {}

  async handle(
    { data }: EventMessage<DataOf<typeof OrderPaymentOverdue>>,
    { tx }: DeliveryContext<Tx>,
  ): Promise<void> {
    const order = await this.orders.lock(tx, data.orderId);
    if (!order) throw new DeadLetterNow(`order ${data.orderId} is not in this database`);
    if (order.status === 'placed') await this.order.cancel(tx, order, 'payment-undecided');
  }
}
