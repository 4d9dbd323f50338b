/**
 * ```
 *            ┌──────────► rejected
 * placed ────┤
 *    │       └──────────► confirmed ───┐
 *    └──────────► cancelled ◄──────────┘
 * ```
 * Nothing leaves `rejected` or `cancelled`, and no status comes twice.
 */
export type OrderStatus = 'placed' | 'confirmed' | 'rejected' | 'cancelled';

const NEXT: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  placed: ['confirmed', 'rejected', 'cancelled'],
  confirmed: ['cancelled'],
  rejected: [],
  cancelled: [],
};

export function canBecome(from: OrderStatus, to: OrderStatus): boolean {
  return NEXT[from].includes(to);
}

/** When an order reached each status; `placedAt` is the only one that every order has. */
export interface StatusTimes {
  readonly placedAt: Date;
  readonly confirmedAt?: Date;
  readonly rejectedAt?: Date;
  readonly cancelledAt?: Date;
}

/** The way an order went, in its order. */
export function historyOf(times: StatusTimes): { status: OrderStatus; at: Date }[] {
  const way: [OrderStatus, Date | undefined][] = [
    ['placed', times.placedAt],
    ['confirmed', times.confirmedAt],
    ['rejected', times.rejectedAt],
    ['cancelled', times.cancelledAt],
  ];
  return way.flatMap(([status, at]) => (at ? [{ status, at }] : []));
}
