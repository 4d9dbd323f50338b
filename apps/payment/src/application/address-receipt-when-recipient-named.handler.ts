import { Injectable } from '@nestjs/common';
import type { OrderRecipientNamed } from '@waybill/contracts';
import {
  isWithheld,
  type DataOf,
  type DeliveryContext,
  type EventHandler,
  type EventMessage,
} from '@waybill/messaging';
import { Receipts } from '../persistence/receipts.js';

/** Remembers where the receipt of an order's payment goes; nowhere, if the customer was erased meanwhile. */
@Injectable()
export class AddressReceiptWhenRecipientNamed implements EventHandler<typeof OrderRecipientNamed> {
  constructor(private readonly receipts: Receipts) {}

  async handle(
    { data, time }: EventMessage<DataOf<typeof OrderRecipientNamed>>,
    { tx }: DeliveryContext,
  ): Promise<void> {
    const { orderId, customerId, email } = data;
    if (!isWithheld(email)) await this.receipts.add(tx, { orderId, customerId, email }, time);
  }
}
