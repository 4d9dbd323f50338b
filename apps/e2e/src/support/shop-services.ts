/** The shop's own services. Others may listen to its events, and publish their own: tests of the shop leave those out. */
export const SHOP_SERVICES = ['order', 'payment', 'recommendation', 'analytics'] as const;
export type ShopService = (typeof SHOP_SERVICES)[number];

/** The events of an order that was paid and confirmed, in the order of their appends. */
export const EVENTS_OF_CONFIRMED = [
  'order.placed',
  'order.payment-requested',
  'order.payment-overdue', // the timer, which was cancelled
  'payment.authorised',
  'order.confirmed',
  'payment.captured',
] as const;

/** The shop's consumers of `order.confirmed`. */
export const CONSUMERS_OF_CONFIRMED = [
  'analytics-sales',
  'payment-processing',
  'recommendation-baskets',
] as const;

export function ofShop({ service }: { readonly service?: string }): boolean {
  return SHOP_SERVICES.some((name) => name === service);
}

/** What a page says of an order once all consumers are done: the shop's, and any others that listen. */
export const ALL_DONE = /complete: ([2-9]|\d\d) of \1 consumers done/;
