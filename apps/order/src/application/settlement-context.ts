import type { ProcessContext } from '@waybill/messaging';
import type { SettlementState } from '../domain/order-settlement.js';
import type { Tx } from '../persistence/transaction.js';

/**
 * What a step of the settlement gets. The row of the process is locked, the order's is not: a step locks it next, and tells by
 * its status whether the customer has cancelled.
 */
export type SettlementContext = ProcessContext<SettlementState, Tx>;
