import { defineProcess } from '@waybill/messaging';
import { z } from 'zod';
import type { SettlementState } from './domain/order-settlement.js';

const State: z.ZodType<SettlementState> = z.object({
  payment: z.enum(['none', 'requested', 'authorised', 'declined', 'overdue']),
});

/**
 * Settles one order over several events: its stock is reserved, its payment requested and waited for. It ends as `confirmed`,
 * `rejected` or `cancelled`; what is decided after that is discarded.
 */
export const orderSettlement = defineProcess('order-settlement', { state: State, whenMissing: 'retry' });
