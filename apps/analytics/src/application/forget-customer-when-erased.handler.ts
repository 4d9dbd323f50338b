import { Injectable } from '@nestjs/common';
import type { OrderCustomerErased } from '@waybill/contracts';
import type { DataOf, DeliveryContext, EventHandler, EventMessage } from '@waybill/messaging';
import { Customers } from '../persistence/customers.js';

@Injectable()
export class ForgetCustomerWhenErased implements EventHandler<typeof OrderCustomerErased> {
  constructor(private readonly customers: Customers) {}

  async handle(
    { data }: EventMessage<DataOf<typeof OrderCustomerErased>>,
    { tx }: DeliveryContext,
  ): Promise<void> {
    await this.customers.forget(tx, data.customerId, data.erasedAt);
  }
}
