import { Injectable } from '@nestjs/common';
import type { OrderStatus, StatusTimes } from '../domain/order-status.js';
import type { OrderLine, Priority, Recipient } from '../domain/order.js';
import type { CancellationReason, RejectionReason } from '../domain/settle-order.js';
import { exactText } from './exact-decimal.js';
import { PrismaClient, type Order, type Prisma } from './generated/client.js';
import { LINES, toLines } from './order-rows.js';

/** An order in a list. */
export interface OrderSummary extends StatusTimes {
  readonly orderId: string;
  readonly customerId: string;
  readonly status: OrderStatus;
  /** Why it was rejected or cancelled, as in its event, and the same as text. */
  readonly reason?: RejectionReason | CancellationReason;
  readonly reasonDetail?: string;
  readonly priority: Priority;
  readonly currency: string;
  readonly total: string;
  readonly lineCount: number;
}

export interface OrderView extends Omit<OrderSummary, 'lineCount'> {
  readonly lines: readonly OrderLine[];
  readonly recipient?: Recipient;
}

/** The last order of a page: the next page begins after it. */
export interface OrderPosition {
  readonly placedAt: Date;
  readonly orderId: string;
}

export interface OrderPage {
  readonly items: OrderSummary[];
  readonly next?: OrderPosition;
}

export interface OrderFilter {
  readonly customerId?: string;
  readonly status?: OrderStatus;
}

@Injectable()
export class OrderQueries {
  constructor(private readonly prisma: PrismaClient) {}

  async find(orderId: string): Promise<OrderView | undefined> {
    const order = await this.prisma.order.findUnique({
      where: { id: orderId },
      include: { lines: LINES, recipient: { select: { name: true, email: true } } },
    });
    if (!order) return undefined;
    const { lines, recipient } = order;
    return { ...headOf(order), lines: toLines(lines), ...(recipient && { recipient }) };
  }

  /** Newest first, by the time they were placed. New orders do not shift the pages of a list. */
  async list(filter: OrderFilter, page: { limit: number; after?: OrderPosition }): Promise<OrderPage> {
    const { limit, after } = page;
    const orders = await this.prisma.order.findMany({
      where: { ...filter, ...(after && olderThan(after)) },
      orderBy: [{ placedAt: 'desc' }, { id: 'desc' }],
      // One more row than the limit shows whether more follow.
      take: limit + 1,
    });
    const shown = orders.slice(0, limit);
    const lineCounts = await this.countLines(shown.map(({ id }) => id));
    const items = shown.map((order) => ({ ...headOf(order), lineCount: lineCounts.get(order.id) ?? 0 }));
    const { placedAt, orderId } = items.at(-1) ?? {};
    return { items, ...(orders.length > limit && { next: { placedAt: placedAt!, orderId: orderId! } }) };
  }

  /** Only of these orders. Prisma's `_count` of a relation would count the lines of all orders. */
  private async countLines(orderIds: string[]): Promise<ReadonlyMap<string, number>> {
    const counts = await this.prisma.orderLine.groupBy({
      by: ['orderId'],
      where: { orderId: { in: orderIds } },
      _count: true,
    });
    return new Map(counts.map(({ orderId, _count }) => [orderId, _count]));
  }
}

/** Orders after this one, newest first. The first condition is redundant, but lets the index start there. */
function olderThan({ placedAt, orderId }: OrderPosition): Prisma.OrderWhereInput {
  return { placedAt: { lte: placedAt }, OR: [{ placedAt: { lt: placedAt } }, { id: { lt: orderId } }] };
}

function headOf(order: Order): Omit<OrderSummary, 'lineCount'> {
  return {
    orderId: order.id,
    customerId: order.customerId,
    status: order.status,
    reason: (order.reason as OrderSummary['reason'] | null) ?? undefined,
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
