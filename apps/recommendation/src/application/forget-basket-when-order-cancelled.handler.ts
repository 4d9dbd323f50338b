import { Injectable } from '@nestjs/common';
import type { OrderCancelled } from '@waybill/contracts';
import type { DataOf, DeliveryContext, EventHandler, EventMessage } from '@waybill/messaging';
import { eventTime } from '../domain/event-time.js';
import { heatAt } from '../domain/popularity.js';
import { Baskets } from '../persistence/baskets.js';

/** Cancelled products may be recommended again. An order that was never confirmed was never learnt. */
@Injectable()
export class ForgetBasketWhenOrderCancelled implements EventHandler<typeof OrderCancelled> {
  constructor(private readonly baskets: Baskets) {}

  async handle(event: EventMessage<DataOf<typeof OrderCancelled>>, { tx }: DeliveryContext): Promise<void> {
    const { orderId, customerId, placedAt, previousStatus } = event.data;
    if (previousStatus !== 'confirmed') return;
    const at = eventTime(placedAt, event.time);
    await this.baskets.withdrawOrder(tx, { orderId, customerId, at }, heatAt);
  }
}
