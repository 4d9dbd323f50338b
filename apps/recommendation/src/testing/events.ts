import {
  CartUpdated,
  OrderCancelled,
  OrderConfirmed,
  OrderCustomerErased,
  ProductViewed,
} from '@waybill/contracts';
import type { DataOf, EventContract, EventMessage } from '@waybill/messaging';
import { randomUUID } from 'node:crypto';

/** An order, reduced to what tests need. */
export interface TestOrder {
  customerId: string;
  products: readonly string[];
  /** ISO 8601. Default: 1 March 2011. */
  placedAt?: string;
  orderId?: string;
  describe?: (productId: string) => string;
}

const PLACED_AT = '2011-03-01T12:00:00.000Z';

export function orderConfirmed(order: TestOrder): EventMessage<DataOf<typeof OrderConfirmed>> {
  const facts = factsOf(order);
  return messageOf(OrderConfirmed, { ...facts, confirmedAt: facts.placedAt });
}

export type Cancelled = Partial<Pick<DataOf<typeof OrderCancelled>, 'previousStatus'>>;

export function orderCancelled(order: TestOrder & Cancelled): EventMessage<DataOf<typeof OrderCancelled>> {
  const facts = factsOf(order);
  return messageOf(OrderCancelled, {
    ...facts,
    previousStatus: order.previousStatus ?? 'confirmed',
    cancelledAt: facts.placedAt,
  });
}

export function customerErased(
  customerId: string,
  erasedAt: string,
): EventMessage<DataOf<typeof OrderCustomerErased>> {
  return messageOf(OrderCustomerErased, { customerId, erasedAt });
}

type Browsing = { sessionId: string; productId: string; customerId?: string; occurredAt?: string };

export function productViewed(seen: Browsing): EventMessage<DataOf<typeof ProductViewed>> {
  return messageOf(ProductViewed, { occurredAt: PLACED_AT, ...seen });
}

export function cartUpdated(seen: Browsing & { quantity: number }): EventMessage<DataOf<typeof CartUpdated>> {
  return messageOf(CartUpdated, { occurredAt: PLACED_AT, ...seen });
}

function factsOf({ customerId, products, placedAt = PLACED_AT, orderId, describe }: TestOrder) {
  return {
    orderId: orderId ?? randomUUID(),
    customerId,
    currency: 'GBP',
    total: String(products.length),
    placedAt,
    lines: products.map((productId) => ({
      productId,
      description: describe ? describe(productId) : `about ${productId}`,
      quantity: 1,
      unitPrice: '1',
    })),
  };
}

/** Parsed with the contract's schema, so that a test cannot use an invalid event. */
function messageOf<Data>(contract: EventContract<Data>, data: Data): EventMessage<Data> {
  const parsed = contract.schema.parse(data);
  return {
    id: randomUUID(),
    type: contract.type,
    version: contract.version,
    source: contract.owner,
    time: new Date().toISOString(),
    key: contract.key(parsed),
    lane: 'standard',
    data: parsed,
  };
}
