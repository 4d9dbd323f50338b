import { Injectable } from '@nestjs/common';
import type { OrderCustomerErased } from '@waybill/contracts';
import type { DataOf, DeliveryContext, EventHandler, EventMessage } from '@waybill/messaging';
import { Receipts } from '../persistence/receipts.js';

/** Payments and their ledger stay, because books are kept for years. */
@Injectable()
export class ForgetReceiptsWhenCustomerErased implements EventHandler<typeof OrderCustomerErased> {
  constructor(private readonly receipts: Receipts) {}

  async handle(
    { data }: EventMessage<DataOf<typeof OrderCustomerErased>>,
    { tx }: DeliveryContext,
  ): Promise<void> {
    await this.receipts.forgetCustomer(tx, data.customerId, data.erasedAt);
  }
}
