import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { exampleAction, ShopperAction } from './shopper-action.js';

/** A shopper changed the cart. `quantity` is the product's new quantity in it, 0 if it was removed. */
export const CartUpdated = defineEvent({
  type: 'behavior.cart-updated',
  version: 1,
  owner: 'analytics',
  since: '2026-11-22',
  key: (data) => data.sessionId,
  schema: ShopperAction.extend({
    productId: z.string().min(1).max(64),
    quantity: z.int().min(0).max(1_000_000),
  }),
  example: { ...exampleAction, productId: 'apron-striped-linen', quantity: 2 },
});
