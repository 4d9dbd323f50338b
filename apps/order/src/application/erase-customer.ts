import { Injectable } from '@nestjs/common';
import { OrderCustomerErased } from '@waybill/contracts';
import { Outbox, type Eraser } from '@waybill/messaging';
import { Orders } from '../persistence/orders.js';
import { Recipients } from '../persistence/recipients.js';
import type { Tx } from '../persistence/transaction.js';

/**
 * Removes the recipients of a customer's orders, and tells the other services. The orders stay, because books are kept for
 * years: with an id that means nothing once the shop has removed the customer's account.
 */
@Injectable()
export class EraseCustomer implements Eraser<Tx> {
  constructor(
    private readonly orders: Orders,
    private readonly recipients: Recipients,
    private readonly outbox: Outbox,
  ) {}

  async erase(tx: Tx, customerId: string): Promise<boolean> {
    await this.recipients.removeOf(tx, customerId);
    // Also without orders: others may have seen the customer browse.
    const event = { customerId, erasedAt: new Date().toISOString() };
    await this.outbox.publish(tx, OrderCustomerErased, event);
    return this.orders.areThereOf(tx, customerId);
  }
}
