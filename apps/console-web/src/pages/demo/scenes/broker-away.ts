import { formatCount } from '../../../ui/format.ts';
import { ofOrders } from '../figure-words.ts';
import { scene } from '../scene.ts';

export const brokerAway = scene({
  id: 'broker-away',
  title: 'The broker is gone',
  promise: 'Without a broker no service can reach another. The shop still sells.',
  steps: [
    {
      say: 'The broker stops.',
      why: 'No event can be published and none is delivered. Even this console cannot ask the services now, so figures that it has from them are unknown.',
      act: [{ kind: 'process', name: 'nats', action: 'stop' }],
      until: { words: 'the broker is stopped', holds: (facts) => !facts.isRunning('nats') },
    },
    {
      say: 'Five customers order, and each order is accepted.',
      why: 'To take an order, the order service needs its own database and nothing else. Order and event are committed together; the event waits in the outbox.',
      act: [{ kind: 'orders', count: 5 }],
      until: { words: 'the orders are accepted', holds: (facts) => facts.ordersThatAre('placed') >= 5 },
    },
    {
      say: 'The broker is back, and every order goes on.',
      why: 'The relay publishes what waited, in the order in which it was committed. Nobody has to repair or repeat anything.',
      act: [{ kind: 'process', name: 'nats', action: 'start' }],
      until: { words: 'every order is confirmed', holds: (facts) => facts.allConfirmed },
    },
  ],
  lesson: 'An outage of the broker delays orders. It does not refuse them.',
  figures: (facts) => [
    { name: 'accepted', value: formatCount(facts.orders.length) },
    { name: 'waiting', value: formatCount(facts.ordersThatAre('placed')) },
    { name: 'confirmed', value: ofOrders(facts, facts.ordersThatAre('confirmed')) },
  ],
});
