import type { Money } from '@waybill/console-api';
import { sumOf } from '../../ui/exact-decimal.ts';

export interface CartLine {
  productId: string;
  description: string;
  unitPrice: Money;
  quantity: number;
}

export interface Cart {
  /** A new one for each cart that is begun, so that the same content can be ordered again. */
  id: string;
  lines: readonly CartLine[];
}

/** What the order service is asked for. */
export interface OrderRequest {
  customerId: string;
  lines: { productId: string; quantity: number }[];
  priority: 'standard' | 'express';
}

const MOST_OF_ONE = 1_000_000;

export function emptyCart(newId: () => string): Cart {
  return { id: newId(), lines: [] };
}

/** Holds exactly so many of the product; 0 takes it out. A line keeps its place. */
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

/** One for each currency, in order of appearance: different currencies are never added. */
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
 * The same for the same cart and request, however often the button is clicked or the page is loaded again; another
 * one once anything of the request is changed, as the order service refuses a key that it knows with another body.
 * `copy` tells the orders of a burst apart.
 */
export function idempotencyKeyOf(cart: Cart, request: OrderRequest, copy = 0): string {
  return `${cart.id}.${fingerprint(JSON.stringify(request))}.${copy}`;
}

/** FNV-1a, 32 bit: tells a cart's few requests apart, and guards nothing. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}

/** A cart as it was kept; undefined where the text is none (another version of this page may have written it). */
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
