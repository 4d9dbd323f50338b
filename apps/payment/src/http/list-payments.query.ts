import { wholeNumber } from '@waybill/service';
import { z } from 'zod';
import { PAYMENT_STATUSES } from '../domain/payment-status.js';

export const ListPaymentsQuery = z.strictObject({
  status: z.enum(PAYMENT_STATUSES).optional(),
  limit: wholeNumber(1, 100).default(20),
  cursor: z.string().max(512).optional(),
});
export type ListPaymentsQuery = z.infer<typeof ListPaymentsQuery>;

export const PaymentCursor = z
  .tuple([z.iso.datetime(), z.uuid()])
  .transform(([requestedAt, orderId]) => ({ requestedAt: new Date(requestedAt), orderId }));
