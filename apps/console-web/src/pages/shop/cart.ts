import type { Money } from '@waybill/console-api';
import { sumOf } from '../../ui/exact-decimal.ts';
import { fnv1a } from './fnv-1a.ts';

export interface CartLine {
  productId: string;
  description: string;
  unitPrice: Money;
  quantity: number;
}

export interface Cart {
  /** A new one for each new cart, so that the same content can be ordered again. */
  id: string;
  lines: readonly CartLine[];
}

export interface OrderRequest {
  customerId: string;
  lines: { productId: string; quantity: number }[];
  priority: 'standard' | 'express';
}

const MOST_OF_ONE = 1_000_000;

export function emptyCart(newId: () => string): Cart {
  return { id: newId(), lines: [] };
}

/** With exactly this quantity of the product; 0 removes it. A line keeps its place. */
export function withQuantity(cart: Cart, product: Omit<CartLine, 'quantity'>, quantity: number): Cart {
  const { productId, description, unitPrice } = product;
  const line = { productId, description, unitPrice, quantity: Math.min(Math.trunc(quantity), MOST_OF_ONE) };
  if (!(line.quantity > 0)) {
    return { ...cart, lines: cart.lines.filter((each) => each.productId !== productId) };
  }
  const known = cart.lines.some((each) => each.productId === productId);
  const lines = known
    ? cart.lines.map((each) => (each.productId === productId ? line : each))
    : [...cart.lines, line];
  return { ...cart, lines };
}

export function quantityOf(cart: Cart, productId: string): number {
  return cart.lines.find((line) => line.productId === productId)?.quantity ?? 0;
}

export function unitsOf(cart: Cart): number {
  return cart.lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** One for each currency, in order of appearance. */
export function totalsOf(cart: Cart): Money[] {
  const currencies = [...new Set(cart.lines.map(({ unitPrice }) => unitPrice.currency))];
  return currencies.map((currency) => ({
    currency,
    amount: sumOf(
      cart.lines
        .filter(({ unitPrice }) => unitPrice.currency === currency)
        .map(({ unitPrice, quantity }) => ({ amount: unitPrice.amount, quantity })),
    ),
  }));
}

export function requestOf(cart: Cart, customerId: string, priority: OrderRequest['priority']): OrderRequest {
  return {
    customerId,
    lines: cart.lines.map(({ productId, quantity }) => ({ productId, quantity })),
    priority,
  };
}

/**
 * The same for the same cart and request, however often the button is clicked or the page is reloaded; another one after
 * any change of the request, as the order service refuses a known key with another body. `copy` tells the orders of a
 * burst apart.
 */
export function idempotencyKeyOf(cart: Cart, request: OrderRequest, copy = 0): string {
  return `${cart.id}.${fnv1a(JSON.stringify(request)).toString(16)}.${copy}`;
}

/** A cart as it was kept; undefined if the text is not a cart: another version of this page may have written it. */
export function parseCart(text: string): Cart | undefined {
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isCart(kept) ? kept : undefined;
}

function isCart(value: unknown): value is Cart {
  const { id, lines } = (value ?? {}) as Partial<Cart>;
  return typeof id === 'string' && Array.isArray(lines) && lines.every(isLine);
}

function isLine(value: unknown): value is CartLine {
  const { productId, description, unitPrice, quantity } = (value ?? {}) as Partial<CartLine>;
  return (
    typeof productId === 'string' &&
    typeof description === 'string' &&
    typeof unitPrice?.amount === 'string' &&
    typeof unitPrice.currency === 'string' &&
    Number.isInteger(quantity)
  );
}
