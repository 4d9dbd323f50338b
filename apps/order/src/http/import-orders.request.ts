import { Amount, Currency } from '@waybill/contracts';
import { errorsOf, type InputError } from '@waybill/service';
import { z } from 'zod';
import type { OrderToImport } from '../application/import-orders.use-case.js';
import { fitsOneMessage } from '../application/order-facts.js';
import { CustomerId, ProductId, Quantity, storableText } from './fields.js';
import type { ImportPart } from './import-parts.js';

/** Postgres has no year 0 and its texts no year 10000; no shop has either. */
const placedAt = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((time) => time.getTime() >= Date.UTC(1900, 0) && time.getTime() < Date.UTC(2200, 0), {
    message: 'must lie between 1900 and 2200',
  });

const TOO_LARGE = 'together are too large for one message: split the order';

export const ImportedOrder = z.strictObject({
  reference: storableText(255).min(1).meta({ description: 'Known ones are not imported again' }),
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

/** Each order is judged on its own, so here they may be anything; the documentation shows what they should be. */
const anything = z.unknown().meta(z.toJSONSchema(ImportedOrder, { io: 'input', target: 'openapi-3.0' }));

export const ImportOrdersRequest = z.strictObject({ orders: z.array(anything).max(500) });
export type ImportOrdersRequest = z.infer<typeof ImportOrdersRequest>;

export interface RejectedOrder {
  /** Empty where the order has none that could be read. */
  reference: string;
  errors: InputError[];
}

/** Divides the orders that can be imported from those that cannot, the latter with pointers into the request. */
export function sortOut({ from, orders }: ImportPart): {
  /** With its place in the request. */
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

/** An order that is valid, and still cannot be sent. */
export function rejectTooLarge({ reference }: OrderToImport, index: number): RejectedOrder {
  return { reference, errors: [{ pointer: `/orders/${index}/lines`, message: TOO_LARGE }] };
}

function referenceOf(order: unknown): string {
  const reference = typeof order === 'object' && order !== null && 'reference' in order && order.reference;
  return typeof reference === 'string' ? reference.slice(0, 255) : '';
}
