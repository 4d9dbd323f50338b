import type { Check, Violation } from './check.ts';

/** Every accepted order is in the order service with its total, was decided, and its cancellation was not forgotten. */
export const acceptedOrders: Check = {
  name: 'accepted orders',
  find({ accepted, cancelled, orders }) {
    return accepted.flatMap(({ orderId, total }): Violation[] => {
      const stored = orders.get(orderId);
      const lost = (detail: string): Violation[] => [{ kind: 'lost', of: orderId, detail }];
      if (!stored) return lost('it was accepted and is not in the database');
      if (Number(stored.total) !== Number(total)) return lost(`its total is ${stored.total}, not ${total}`);
      if (stored.status === 'placed') return lost('it was never decided');
      if (cancelled.has(orderId) && stored.status !== 'cancelled') {
        return lost(`its cancellation was accepted, and it is ${stored.status}`);
      }
      return [];
    });
  },
};
