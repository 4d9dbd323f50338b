import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { exampleAction, ShopperAction } from './shopper-action.js';

/** A shopper viewed a product. */
export const ProductViewed = defineEvent({
  type: 'behavior.product-viewed',
  version: 1,
  owner: 'analytics',
  since: '2026-11-22',
  key: (data) => data.sessionId,
  schema: ShopperAction.extend({ productId: z.string().min(1).max(64) }),
  example: { ...exampleAction, productId: 'apron-striped-linen' },
});
