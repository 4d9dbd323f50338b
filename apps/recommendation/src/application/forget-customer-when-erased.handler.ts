import { Injectable } from '@nestjs/common';
import type { OrderCustomerErased } from '@waybill/contracts';
import type { DataOf, DeliveryContext, EventHandler, EventMessage } from '@waybill/messaging';
import { Baskets } from '../persistence/baskets.js';

/** What they bought and looked at still says what goes together, and no longer what they like. */
@Injectable()
export class ForgetCustomerWhenErased implements EventHandler<typeof OrderCustomerErased> {
  constructor(private readonly baskets: Baskets) {}

  async handle(
    { data }: EventMessage<DataOf<typeof OrderCustomerErased>>,
    { tx }: DeliveryContext,
  ): Promise<void> {
    await this.baskets.forgetCustomer(tx, data.customerId, data.erasedAt);
  }
}
