import { z } from 'zod';

const currency = z.string().describe('ISO 4217. The figures include only orders in this currency');
const totals = {
  orders: z.int().describe('Confirmed and not cancelled'),
  units: z.int(),
  revenue: z
    .string()
    .describe('Exact decimal: the sum of quantity × unit price')
    .meta({ example: '1234.561' }),
};
const product = z.object({
  productId: z.string(),
  description: z.string().describe('From the latest order with the product'),
  ...totals,
});

export const BehaviorResponse = z.object({ accepted: z.int().describe('Events stored by the broker') });

export const SalesResponse = z.object({
  currency,
  buckets: z
    .array(z.object({ start: z.iso.datetime().describe('UTC'), ...totals }))
    .describe('Oldest first; buckets without orders are omitted'),
  total: z.object(totals),
});

export const TopProductsResponse = z.object({ currency, items: z.array(product) });

export const FunnelResponse = z.object({
  sessions: z.int().describe('Sessions whose first event is in the period'),
  viewed: z.int().describe('Of these: viewed a product'),
  carted: z.int().describe('Of these: put a product into the cart'),
  ordered: z
    .int()
    .describe(
      'Of these: their customer placed an order between the first event of the session and 30 minutes after its last, confirmed and not cancelled',
    ),
  conversion: z.number().describe('ordered / sessions; 0 if there are no sessions'),
});

export const CustomerResponse = z.object({
  customerId: z.string(),
  currency,
  ...totals,
  firstOrderAt: z.iso.datetime().nullable().describe('Null if every order was cancelled'),
  lastOrderAt: z.iso.datetime().nullable(),
});

export const LiveResponse = z.object({
  at: z.iso.datetime(),
  currency,
  total: z.object(totals).describe('Since the first order'),
  today: z.object(totals).describe('Orders placed since midnight, UTC'),
  lastHour: z
    .object({ ...totals, sessions: z.int() })
    .describe('Orders placed and sessions started in the last hour'),
  ordersPerMinute: z.number().describe('Over the last five minutes'),
  topProducts: z.array(product).describe('By revenue, of today'),
});
