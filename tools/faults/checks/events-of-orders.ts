import type { Check, Violation } from './check.ts';

/** Which events an order has by its status; a cancelled one may have been confirmed before. */
const DUE: Readonly<Record<string, readonly string[]>> = {
  confirmed: ['order.placed', 'order.confirmed'],
  rejected: ['order.placed', 'order.rejected'],
  cancelled: ['order.placed', 'order.cancelled'],
};
const ONCE = ['order.placed', 'order.confirmed', 'order.rejected', 'order.cancelled'];

/** What became of an order was published once, and nothing else was: neither after a crash nor by a second delivery. */
export const eventsOfOrders: Check<'orders' | 'published'> = {
  name: 'events of orders',
  find({ orders, published }) {
    const rows = Map.groupBy(
      published.filter(({ service }) => service === 'order'),
      ({ key }) => key,
    );
    return [...orders].flatMap(([orderId, { status }]): Violation[] => {
      const types = (rows.get(orderId) ?? []).map(({ subject }) => subject.split('.', 2).join('.'));
      const count = (type: string) => types.filter((each) => each === type).length;
      const missing = (DUE[status] ?? []).filter((type) => count(type) === 0);
      const doubled = ONCE.filter((type) => count(type) > 1);
      const contradicted = ['order.confirmed', 'order.rejected', 'order.cancelled'].filter(
        (type) => count(type) > 0 && !types.includes(`order.${status}`),
      );
      return [
        ...missing.map((type): Violation => ({
          kind: 'lost',
          of: orderId,
          detail: `${status}, without ${type}`,
        })),
        ...doubled.map((type): Violation => ({
          kind: 'doubled',
          of: orderId,
          detail: `${count(type)} × ${type}`,
        })),
        ...contradicted.map((type): Violation => ({
          kind: 'other',
          of: orderId,
          detail: `${status}, with ${type}`,
        })),
      ];
    });
  },
};
