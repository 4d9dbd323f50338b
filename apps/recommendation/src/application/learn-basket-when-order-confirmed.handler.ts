import { Injectable } from '@nestjs/common';
import type { OrderConfirmed } from '@waybill/contracts';
import type { DataOf, DeliveryContext, EventHandler, EventMessage } from '@waybill/messaging';
import { eventTime } from '../domain/event-time.js';
import { heatAt } from '../domain/popularity.js';
import { Baskets, type ProductName } from '../persistence/baskets.js';

@Injectable()
export class LearnBasketWhenOrderConfirmed implements EventHandler<typeof OrderConfirmed> {
  constructor(private readonly baskets: Baskets) {}

  async handle(event: EventMessage<DataOf<typeof OrderConfirmed>>, { tx }: DeliveryContext): Promise<void> {
    const { orderId, customerId, placedAt, lines } = event.data;
    const at = eventTime(placedAt, event.time);
    await this.baskets.addOrder(tx, { orderId, customerId, at, heat: heatAt(at), products: distinct(lines) });
  }
}

/** An order may have a product in several lines, a basket has it once. */
function distinct(lines: readonly ProductName[]): ProductName[] {
  const byId = new Map(lines.map(({ productId, description }) => [productId, { productId, description }]));
  return [...byId.values()];
}
