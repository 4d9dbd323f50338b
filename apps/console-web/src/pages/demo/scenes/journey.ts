import { formatCount } from '../../../ui/format.ts';
import { scene } from '../scene.ts';

export const journey = scene({
  id: 'journey',
  title: 'An order’s journey',
  promise:
    'From one click to every service that has to know: follow a single order, with the relay held for a moment.',
  reads: 'journeys',
  steps: [
    {
      say: 'A customer orders. The order and its event are committed together.',
      why: 'Both are rows of one transaction in the order service’s database: the event waits in the outbox. The shop has its response already, and the broker has not been asked.',
      act: [
        { kind: 'switch', service: 'order', fault: 'relay-paused', value: 1 },
        { kind: 'orders', count: 1 },
      ],
      until: {
        words: 'the event is in the outbox',
        holds: (facts) => facts.orders.length > 0 && (facts.inOutbox('order') ?? 0) > 0,
      },
    },
    {
      say: 'The relay publishes the event; the services take it from there.',
      why: 'The order service reserves the stock and asks for the payment, and payment responds, each by an event through its own outbox. No service calls another.',
      act: [{ kind: 'switch', service: 'order', fault: 'relay-paused', value: 0 }],
      until: { words: 'the order is confirmed', holds: (facts) => facts.allConfirmed },
    },
    {
      say: 'Everybody who has to know it has handled it.',
      why: 'Each consumer’s inbox has the message, written in the same transaction as its effect: that is what “complete” means here, and a second delivery would change nothing.',
      until: {
        words: 'every consumer is done',
        holds: ({ journeys }) => journeys.length > 0 && journeys.every(({ complete }) => complete),
      },
    },
  ],
  lesson: 'One order, many services, and none waits for another.',
  figures: (facts) => {
    const consumers = facts.journeys.flatMap(({ items }) => items.flatMap((item) => item.consumers));
    const done = consumers.filter(({ state }) => state === 'done').length;
    return [
      { name: 'the order is', value: facts.orders[0]?.status ?? '–' },
      { name: 'its events', value: formatCount(facts.journeys.flatMap(({ items }) => items).length) },
      { name: 'handled', value: `${formatCount(done)} of ${formatCount(consumers.length)}` },
    ];
  },
});
