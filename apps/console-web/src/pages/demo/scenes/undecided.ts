import { formatDuration } from '../../../ui/format.ts';
import type { Facts } from '../facts.ts';
import { scene } from '../scene.ts';

export const undecided = scene({
  id: 'undecided',
  title: 'A payment stays undecided',
  promise:
    'The payment provider does not say yes or no. The order cannot wait for ever, and nobody may pay for nothing.',
  reads: 'payment',
  steps: [
    {
      say: 'The provider has not decided on this payment.',
      why: 'That is an outcome and not an error: payment will ask again, after a longer wait each time. The order has reserved its stock and set a timer.',
      act: [
        { kind: 'switch', service: 'payment', fault: 'payment-undecided', value: 1 },
        { kind: 'orders', count: 1 },
      ],
      until: {
        words: 'the payment is requested',
        holds: ({ payment }) => payment?.status === 'requested',
      },
    },
    {
      say: 'The time is over: the order is cancelled.',
      why: 'The timer is a row in the outbox with a due time, so it survives any restart. The stock is returned, and order.cancelled tells payment to undo whatever it has done.',
      until: {
        words: 'the order is cancelled',
        holds: (facts) => facts.ordersThatAre('cancelled') > 0 && facts.payment?.status === 'cancelled',
      },
    },
    {
      say: 'Now the provider says yes, too late. The money is released at once.',
      why: 'Payment asks about cancelled orders, too, for exactly this reason. The ledger shows both: authorised, and released.',
      act: [{ kind: 'switch', service: 'payment', fault: 'payment-undecided', value: 0 }],
      until: {
        words: 'payment has asked the provider again',
        holds: ({ payment }) => payment?.status === 'released',
      },
    },
  ],
  lesson: 'Compensation is an event that payment follows, not a call that somebody could forget.',
  figures: (facts) => [
    { name: 'the order is', value: facts.orders[0]?.status ?? '–' },
    { name: 'its payment is', value: facts.payment?.status ?? '–' },
    { name: 'in the ledger', value: facts.payment?.ledger.map(({ kind }) => kind).join(', ') || 'nothing' },
    { name: 'next timer', value: timerWords(facts) },
  ],
});

/** The order's own timer; once that is over, when payment asks again. */
function timerWords(facts: Facts): string {
  const seconds = facts.dueSeconds(facts.ordersThatAre('placed') > 0 ? 'order' : 'payment');
  return seconds === undefined ? '–' : formatDuration(Math.max(0, Math.round(seconds)) * 1_000);
}
