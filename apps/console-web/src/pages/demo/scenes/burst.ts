import { formatRate } from '../../../ui/format.ts';
import { countOrUnknown, ofOrders } from '../figure-words.ts';
import { scene } from '../scene.ts';

const ORDERS = 60;
/** More than analytics can have in its hands at once. */
const BACKLOG = 20;

export const burst = scene({
  id: 'burst',
  title: 'A burst',
  promise:
    'Sixty orders at once, and one consumer that is too slow for them. Its backlog grows; nobody else notices.',
  steps: [
    {
      say: 'Sixty orders at once, and analytics takes four seconds for each message.',
      why: 'The stream holds what analytics has not come to. It takes only as much as it can work on, so it is not overrun.',
      act: [
        { kind: 'switch', service: 'analytics', fault: 'slow-consumer', value: 4_000 },
        { kind: 'orders', count: ORDERS },
      ],
      until: {
        words: 'messages wait for analytics',
        holds: (facts) => (facts.backlogOf('analytics') ?? 0) >= BACKLOG,
      },
    },
    {
      say: 'Every order is confirmed all the same.',
      why: 'The order service and payment have their own durables and their own pace. A slow consumer delays itself only.',
      until: { words: 'every order is confirmed', holds: (facts) => facts.allConfirmed },
    },
    {
      say: 'Analytics is fast again, and the backlog drains.',
      why: 'It begins where it stood. Nothing has to be sent again, and no order has to be repeated.',
      act: [{ kind: 'switch', service: 'analytics', fault: 'slow-consumer', value: 0 }],
      until: { words: 'nothing waits any more', holds: (facts) => facts.backlogOf('analytics') === 0 },
    },
  ],
  lesson: 'A backlog is a delay, and the stream has room for it.',
  figures: (facts) => [
    { name: 'confirmed', value: ofOrders(facts, facts.ordersThatAre('confirmed')) },
    { name: 'waiting for analytics', value: countOrUnknown(facts.backlogOf('analytics')) },
    { name: 'waiting for payment', value: countOrUnknown(facts.backlogOf('payment')) },
    { name: 'analytics takes', value: formatRate(facts.rateInto('analytics')) },
  ],
});
