import { formatCount } from '../../../ui/format.ts';
import type { Figure } from '../../../ui/figures.tsx';
import type { Facts } from '../facts.ts';
import { scene } from '../scene.ts';

export const naive = scene({
  id: 'naive',
  title: 'Naive beside outbox',
  promise: 'What an outbox is for: the same orders, published both ways, while the broker is down.',
  steps: [
    {
      say: 'From now on, each order’s event is published twice: through the outbox, and the naive way.',
      why: 'The naive way is what most code does: commit the order, then publish its event. It writes to two systems, and one of them may fail.',
      act: [{ kind: 'switch', service: 'order', fault: 'naive-publish', value: 1 }],
      until: {
        words: 'both ways are counted',
        holds: (facts) => facts.counted('naive') !== undefined && facts.counted('outbox') !== undefined,
      },
    },
    {
      say: 'The broker stops, and five customers order.',
      why: 'Every order is committed. Its naive publish finds no broker, tries again for some seconds, and gives up: by then nobody remembers the event.',
      act: [
        { kind: 'process', name: 'nats', action: 'stop' },
        { kind: 'orders', count: 5 },
      ],
      until: { words: 'the orders are accepted', holds: (facts) => facts.orders.length >= 5 },
    },
    {
      say: 'The broker is back. The outbox delivers all five.',
      why: 'The event is a row beside the order, so it cannot be forgotten while the order exists. The relay reads the row and publishes it.',
      act: [{ kind: 'process', name: 'nats', action: 'start' }],
      until: {
        words: 'the outbox has delivered every order',
        holds: (facts) => {
          const outbox = facts.counted('outbox');
          return outbox !== undefined && outbox.committed >= 5 && outbox.delivered === outbox.committed;
        },
      },
    },
    {
      say: 'The naive events are gone for good.',
      why: 'With this way alone, nobody would ever hear of these orders: no stock reserved, nothing paid. The count calls them lost only when nothing can deliver them any more, which takes a quarter of a minute.',
      until: {
        words: 'it is certain that nothing will deliver them',
        holds: (facts) => (facts.counted('naive')?.lost ?? 0) > 0,
      },
    },
  ],
  lesson: 'Two writes can lose what one transaction cannot.',
  figures: (facts) => [...counters(facts, 'outbox'), ...counters(facts, 'naive')],
});

function counters(facts: Facts, way: 'outbox' | 'naive'): Figure[] {
  const { committed = 0, delivered = 0, lost = 0 } = facts.counted(way) ?? {};
  const of = (count: number) => `${formatCount(count)} of ${formatCount(committed)}`;
  return [
    {
      name: `${way}: delivered`,
      value: of(delivered),
      tone: committed > 0 && delivered === committed ? 'good' : undefined,
    },
    { name: `${way}: lost`, value: formatCount(lost), tone: lost > 0 ? 'bad' : undefined },
  ];
}
