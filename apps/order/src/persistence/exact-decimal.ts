import type { Prisma } from './generated/client.js';

/** A `numeric` as all amounts are written: every digit, no exponent, no trailing zeros. Never converted to a float. */
export function exactText(amount: Prisma.Decimal): string {
  return amount.toFixed();
}
