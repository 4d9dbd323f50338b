import type { Check, Violation } from './check.ts';

const NOTHING = { captured: 0, refunded: 0, held: 0 };

/** Confirmed orders are paid, no other is, and nothing is held for an order that was decided. */
export const money: Check = {
  name: 'money conserved',
  find({ payments, orders }) {
    const paid = new Map(payments.map((payment) => [payment.orderId, payment]));
    return [...orders].flatMap(([orderId, { status, total }]): Violation[] => {
      const { captured, refunded, held } = paid.get(orderId) ?? NOTHING;
      const due = status === 'confirmed' ? Number(total) : 0;
      const other = (detail: string): Violation[] => [{ kind: 'other', of: orderId, detail }];
      if (captured - refunded !== due) {
        return other(`${status}: ${captured} captured and ${refunded} refunded, due is ${due}`);
      }
      return held === 0 ? [] : other(`${status}: ${held} is still held`);
    });
  },
};
