import { Injectable } from '@nestjs/common';
import { execute } from '@waybill/messaging';
import type { Recipient } from '../domain/order.js';
import { DELETE_RECIPIENTS } from './delete-recipients.sql.js';
import type { Tx } from './transaction.js';

/** Who orders are for: personal data, readable in this table alone. */
@Injectable()
export class Recipients {
  async add(tx: Tx, orderId: string, { name, email }: Recipient): Promise<void> {
    await tx.recipient.create({ data: { orderId, name, email }, select: { orderId: true } });
  }

  /** Removes those of all orders of a customer. Returns how many there were. */
  async removeOf(tx: Tx, customerId: string): Promise<number> {
    return (await execute(tx, DELETE_RECIPIENTS, [customerId])).length;
  }
}
