import { Injectable } from '@nestjs/common';
import type { OrderConfirmed } from '@waybill/contracts';
import type { BatchHandler, DataOf, DeliveryContext, EventMessage } from '@waybill/messaging';
import { SalesProjection } from '../persistence/sales-projection.js';

@Injectable()
export class CountSalesWhenOrderConfirmed implements BatchHandler<typeof OrderConfirmed> {
  constructor(private readonly sales: SalesProjection) {}

  async handle(
    events: EventMessage<DataOf<typeof OrderConfirmed>>[],
    { tx }: DeliveryContext,
  ): Promise<void> {
    await this.sales.count(
      tx,
      events.map((event) => event.data),
    );
  }
}
