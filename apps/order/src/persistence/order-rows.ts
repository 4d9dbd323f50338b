import type { OrderLine } from '../domain/order.js';
import { exactText } from './exact-decimal.js';
import type { Prisma } from './generated/client.js';

/** Lines as they were ordered. */
export const LINES = {
  select: { productId: true, description: true, quantity: true, unitPrice: true },
  orderBy: { position: 'asc' },
} as const satisfies Prisma.Order$linesArgs;

type LineRow = Prisma.OrderLineGetPayload<Pick<typeof LINES, 'select'>>;

export function toLines(rows: readonly LineRow[]): OrderLine[] {
  return rows.map(({ unitPrice, ...line }) => ({ ...line, unitPrice: exactText(unitPrice) }));
}
