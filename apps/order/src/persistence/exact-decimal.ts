import type { Prisma } from './generated/client.js';

/** A `numeric` as all our amounts are written: every digit, no exponent, no needless zeros. Never through a float. */
export function exactText(amount: Prisma.Decimal): string {
  return amount.toFixed();
}
