import { formatCount } from '../../../ui/format.ts';
import { countOrUnknown, ofOrders } from '../figure-words.ts';
import { scene } from '../scene.ts';

const CONSUMER = 'analytics-sales';

export const deadConsumer = scene({
  id: 'dead-consumer',
  title: 'A consumer dies',
  promise: 'Analytics is killed with messages in its hands. Nothing is lost, and nothing is counted twice.',
  reads: 'journeys',
  steps: [
    {
      say: 'Analytics is slow, and twelve orders keep it busy.',
      why: 'Each message takes it ten seconds now. It has taken them from the stream and not acknowledged them, so the broker keeps every one. Kill it before it is done.',
      act: [
        { kind: 'switch', service: 'analytics', fault: 'slow-consumer', value: 10_000 },
        { kind: 'orders', count: 12 },
      ],
      until: {
        words: 'analytics has messages in its hands',
        holds: (facts) => (facts.inHandOf('analytics') ?? 0) > 0,
      },
    },
    {
      say: 'Killed, in the middle of its work.',
      why: 'No graceful shutdown: kill -9. What its transactions had not committed is undone by its database. Orders go on as if nothing had happened.',
      act: [{ kind: 'process', name: 'analytics', action: 'kill' }],
      until: {
        words: 'analytics runs again, and every order is confirmed',
        holds: (facts) => facts.isRunning('analytics') && facts.allConfirmed,
      },
    },
    {
      say: 'What was in its hands is delivered again.',
      why: 'Nobody acknowledged it, so the broker delivers it to the new process. What had been committed before is in the inbox, and has no second effect.',
      until: {
        words: 'analytics has counted every order',
        holds: (facts) => facts.orders.length > 0 && facts.handledBy(CONSUMER) === facts.orders.length,
      },
    },
  ],
  lesson: 'Delivered at least once, taking effect exactly once.',
  figures: (facts) => [
    { name: 'confirmed', value: ofOrders(facts, facts.ordersThatAre('confirmed')) },
    { name: 'counted by analytics', value: ofOrders(facts, facts.handledBy(CONSUMER)) },
    { name: 'in its hands', value: countOrUnknown(facts.inHandOf('analytics')) },
    { name: 'counted twice', value: formatCount(facts.doubledBy(CONSUMER)) },
  ],
});
