import { Amount, Currency } from '@waybill/contracts';
import { errorsOf, type InputError } from '@waybill/service';
import { z } from 'zod';
import type { OrderToImport } from '../application/import-orders.use-case.js';
import { fitsOneMessage } from '../application/order-facts.js';
import { CustomerId, ProductId, Quantity, storableText } from './fields.js';
import type { ImportPart } from './import-parts.js';

const placedAt = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((time) => time.getTime() >= Date.UTC(1900, 0) && time.getTime() < Date.UTC(2200, 0), {
    message: 'must be between 1900 and 2200',
  });

const TOO_LARGE = 'together are too large for one message: split the order';

export const ImportedOrder = z.strictObject({
  reference: storableText(255)
    .min(1)
    .meta({ description: 'An order with a known reference is not imported again' }),
  customerId: CustomerId,
  placedAt,
  currency: Currency,
  lines: z
    .array(
      z.strictObject({
        productId: ProductId,
        description: storableText(255),
        quantity: Quantity,
        unitPrice: Amount,
      }),
    )
    .min(1)
    .max(1000)
    .refine((lines) => fitsOneMessage(lines), {
      message: TOO_LARGE,
    }),
});

/** Each order is validated separately, so here it may be anything; OpenAPI shows the schema. */
const anything = z.unknown().meta(z.toJSONSchema(ImportedOrder, { io: 'input', target: 'openapi-3.0' }));

export const ImportOrdersRequest = z.strictObject({ orders: z.array(anything).max(500) });
export type ImportOrdersRequest = z.infer<typeof ImportOrdersRequest>;

export interface RejectedOrder {
  /** Empty if the order has no readable reference. */
  reference: string;
  errors: InputError[];
}

/** Separates valid orders from invalid ones, the latter with pointers into the request. */
export function validateOrders({ from, orders }: ImportPart): {
  /** With the index of each in the request. */
  valid: Map<OrderToImport, number>;
  rejected: RejectedOrder[];
} {
  const valid = new Map<OrderToImport, number>();
  const rejected: RejectedOrder[] = [];
  orders.forEach((order, index) => {
    const parsed = ImportedOrder.safeParse(order);
    if (parsed.success) {
      valid.set(parsed.data, from + index);
    } else {
      const errors = parsed.error.issues.flatMap((issue) => errorsOf(issue, ['orders', from + index]));
      rejected.push({ reference: referenceOf(order), errors: errors.slice(0, 20) });
    }
  });
  return { valid, rejected };
}

/** A valid order that is too large for the broker. */
export function rejectTooLarge({ reference }: OrderToImport, index: number): RejectedOrder {
  return { reference, errors: [{ pointer: `/orders/${index}/lines`, message: TOO_LARGE }] };
}

function referenceOf(order: unknown): string {
  const reference = typeof order === 'object' && order !== null && 'reference' in order && order.reference;
  return typeof reference === 'string' ? reference.slice(0, 255) : '';
}
