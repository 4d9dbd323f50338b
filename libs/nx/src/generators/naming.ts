/** Lower-case words joined by hyphens: `gift-cards`. */
export const KEBAB = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** `gift-cards`, `order.confirmed` → `GiftCards`, `OrderConfirmed`. */
export function pascalCase(name: string): string {
  return wordsOf(name)
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('');
}

/** `gift-cards` → `giftCards`. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  return pascal[0]!.toLowerCase() + pascal.slice(1);
}

/** `gift-cards`, `orderId` → `gift_cards`, `order_id`. */
export function snakeCase(name: string): string {
  return wordsOf(name).join('_').toLowerCase();
}

/** `OrderConfirmed`, `order.confirmed` → `order-confirmed`. */
export function kebabCase(name: string): string {
  return wordsOf(name).join('-').toLowerCase();
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);
}
