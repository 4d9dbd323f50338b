import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { ShopperAction } from './shopper-action.js';

/** A shopper looked at a product. */
export const ProductViewed = defineEvent({
  type: 'behavior.product-viewed',
  version: 1,
  owner: 'analytics',
  key: (data) => data.sessionId,
  schema: ShopperAction.extend({ productId: z.string().min(1).max(64) }),
});
