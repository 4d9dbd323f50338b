import { encodeCursor } from '@waybill/service';
import { z } from 'zod';
import { PAYMENT_STATUSES } from '../domain/payment-status.js';
import type { PaymentPage, PaymentSummary, PaymentView } from '../persistence/payment-queries.js';

const Amount = z.string().meta({ description: 'Exact decimal without trailing zeros', example: '12.95' });

const PaymentSummaryResponse = z.object({
  orderId: z.uuid(),
  customerId: z.string(),
  status: z.enum(PAYMENT_STATUSES),
  amount: Amount,
  currency: z.string().meta({ example: 'GBP' }),
  detail: z.string().optional().meta({ description: 'Why it was declined' }),
  requestedAt: z.iso.datetime(),
});

export const PaymentResponse = PaymentSummaryResponse.extend({
  ledger: z
    .array(
      z.object({
        kind: z.enum(['authorised', 'captured', 'released', 'refunded']),
        amount: Amount,
        at: z.iso.datetime(),
      }),
    )
    .meta({ description: 'Oldest first' }),
  receiptTo: z
    .string()
    .optional()
    .meta({ description: 'Where the receipt goes: personal data, erased with the customer' }),
});

export const PaymentPageResponse = z.object({
  items: z.array(PaymentSummaryResponse),
  nextCursor: z.string().optional(),
});

function summaryResponse({ detail, requestedAt, ...rest }: PaymentSummary) {
  return { ...rest, ...(detail !== null && { detail }), requestedAt: requestedAt.toISOString() };
}

export function paymentResponse({ ledger, receiptTo, ...summary }: PaymentView) {
  const entries = ledger.map(({ at, ...entry }) => ({ ...entry, at: new Date(at).toISOString() }));
  return { ...summaryResponse(summary), ledger: entries, ...(receiptTo !== null && { receiptTo }) };
}

export function paymentPageResponse({ items, next }: PaymentPage) {
  return {
    items: items.map(summaryResponse),
    ...(next && { nextCursor: encodeCursor([next.requestedAt.toISOString(), next.orderId]) }),
  };
}
