/** The shop's own services. Others may listen to its events, and publish their own: tests of the shop leave those out. */
export const SHOP_SERVICES = ['order', 'payment', 'recommendation', 'analytics'] as const;
export type ShopService = (typeof SHOP_SERVICES)[number];

export function ofShop({ service }: { readonly service?: string }): boolean {
  return SHOP_SERVICES.some((name) => name === service);
}

/** What a page says of an order once all consumers are done: the shop's, and any others that listen. */
export const ALL_DONE = /complete: ([2-9]|\d\d) of \1 consumers done/;
