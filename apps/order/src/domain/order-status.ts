/**
 * ```
 *            ┌──────────► rejected
 * placed ────┤
 *    │       └──────────► confirmed ───┐
 *    └──────────► cancelled ◄──────────┘
 * ```
 * A placed order has its stock reserved and waits for its payment. `rejected` and `cancelled` are final, and an order has each
 * status at most once.
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

/** The statuses of an order, oldest first. */
export function historyOf(times: StatusTimes): { status: OrderStatus; at: Date }[] {
  const reached: [OrderStatus, Date | undefined][] = [
    ['placed', times.placedAt],
    ['confirmed', times.confirmedAt],
    ['rejected', times.rejectedAt],
    ['cancelled', times.cancelledAt],
  ];
  return reached.flatMap(([status, at]) => (at ? [{ status, at }] : []));
}
