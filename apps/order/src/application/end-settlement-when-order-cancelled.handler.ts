import { Injectable } from '@nestjs/common';
import type { OrderCancelled } from '@waybill/contracts';
import type { DataOf, EventMessage, ProcessHandler } from '@waybill/messaging';
import type { SettlementState } from '../domain/order-settlement.js';
import type { SettlementContext } from './settlement-context.js';

/** The customer cancelled: nothing is waited for any more. */
@Injectable()
export class EndSettlementWhenOrderCancelled implements ProcessHandler<
  typeof OrderCancelled,
  SettlementState
> {
  async handle(
    _: EventMessage<DataOf<typeof OrderCancelled>>,
    { process }: SettlementContext,
  ): Promise<void> {
    process.end('cancelled');
  }
}
