import { Injectable } from '@nestjs/common';
import type { OrderCancelled } from '@waybill/contracts';
import type { BatchHandler, DataOf, DeliveryContext, EventMessage } from '@waybill/messaging';
import { SalesProjection } from '../persistence/sales-projection.js';

/** An order that was never confirmed was never counted, so its cancellation changes no figure. */
@Injectable()
export class WithdrawSalesWhenOrderCancelled implements BatchHandler<typeof OrderCancelled> {
  constructor(private readonly sales: SalesProjection) {}

  async handle(
    events: EventMessage<DataOf<typeof OrderCancelled>>[],
    { tx }: DeliveryContext,
  ): Promise<void> {
    const withdrawn = events
      .map((event) => event.data)
      .filter(({ previousStatus }) => previousStatus === 'confirmed');
    if (withdrawn.length > 0) await this.sales.withdraw(tx, withdrawn);
  }
}
