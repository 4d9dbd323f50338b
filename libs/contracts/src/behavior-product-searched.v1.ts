import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { exampleAction, ShopperAction } from './shopper-action.js';

/** A shopper searched the catalogue. */
export const ProductSearched = defineEvent({
  type: 'behavior.product-searched',
  version: 1,
  owner: 'analytics',
  since: '2026-11-22',
  key: (data) => data.sessionId,
  schema: ShopperAction.extend({ query: z.string().min(1).max(255) }),
  example: { ...exampleAction, query: 'apron' },
});
