import { Injectable } from '@nestjs/common';
import {
  OrderQueries,
  type OrderFilter,
  type OrderPage,
  type OrderPosition,
  type OrderSummary,
  type OrderView,
} from '../application/order-queries.js';
import type { RejectionReason } from '../domain/settle-order.js';
import { Database } from './database.js';
import { exactText } from './exact-decimal.js';
import type { Order, Prisma } from './generated/client.js';
import { LINES, toLines } from './order-rows.js';

@Injectable()
export class PrismaOrderQueries extends OrderQueries {
  constructor(private readonly database: Database) {
    super();
  }

  async find(orderId: string): Promise<OrderView | undefined> {
    const order = await this.database.prisma.order.findUnique({
      where: { id: orderId },
      include: { lines: LINES },
    });
    return order ? { ...headOf(order), lines: toLines(order.lines) } : undefined;
  }

  async list(filter: OrderFilter, page: { limit: number; after?: OrderPosition }): Promise<OrderPage> {
    const { limit, after } = page;
    const orders = await this.database.prisma.order.findMany({
      where: { ...filter, ...(after && behind(after)) },
      orderBy: [{ placedAt: 'desc' }, { id: 'desc' }],
      // One more than asked for tells whether more follow.
      take: limit + 1,
    });
    const shown = orders.slice(0, limit);
    const lineCounts = await this.countLines(shown.map(({ id }) => id));
    const items = shown.map((order) => ({ ...headOf(order), lineCount: lineCounts.get(order.id) ?? 0 }));
    const { placedAt, orderId } = items.at(-1) ?? {};
    return { items, ...(orders.length > limit && { next: { placedAt: placedAt!, orderId: orderId! } }) };
  }

  /** Of these orders alone. Prisma's own `_count` of a relation counts the lines of all orders there are. */
  private async countLines(orderIds: string[]): Promise<ReadonlyMap<string, number>> {
    const counts = await this.database.prisma.orderLine.groupBy({
      by: ['orderId'],
      where: { orderId: { in: orderIds } },
      _count: true,
    });
    return new Map(counts.map(({ orderId, _count }) => [orderId, _count]));
  }
}

/** Further down than this order, newest first. The first condition says nothing new: it is the one that an index can begin at. */
function behind({ placedAt, orderId }: OrderPosition): Prisma.OrderWhereInput {
  return { placedAt: { lte: placedAt }, OR: [{ placedAt: { lt: placedAt } }, { id: { lt: orderId } }] };
}

function headOf(order: Order): Omit<OrderSummary, 'lineCount'> {
  return {
    orderId: order.id,
    customerId: order.customerId,
    status: order.status,
    reason: (order.reason as RejectionReason | null) ?? undefined,
    reasonDetail: order.reasonDetail ?? undefined,
    priority: order.priority,
    currency: order.currency,
    total: exactText(order.total),
    placedAt: order.placedAt,
    confirmedAt: order.confirmedAt ?? undefined,
    rejectedAt: order.rejectedAt ?? undefined,
    cancelledAt: order.cancelledAt ?? undefined,
  };
}
