import { formatCount } from '../../../ui/format.ts';
import { countOrUnknown, ofOrders } from '../figure-words.ts';
import type { Facts } from '../facts.ts';
import { scene } from '../scene.ts';

const CONSUMER = 'analytics-sales';
const allCounted = (facts: Facts) =>
  facts.orders.length > 0 && facts.handledBy(CONSUMER) === facts.orders.length;

export const poison = scene({
  id: 'poison',
  title: 'A poison message',
  promise:
    'One message that its handler cannot digest: it becomes a dead letter, blocks no other, and is replayed once the handler is fixed.',
  reads: 'journeys',
  steps: [
    {
      say: 'One of three messages makes analytics fail, at every attempt.',
      why: 'It is delivered again after a longer wait each time. After the last attempt it is put aside as a dead letter, with every error that it caused.',
      act: [
        { kind: 'switch', service: 'analytics', fault: 'poison-next', value: 1 },
        { kind: 'orders', count: 3 },
      ],
      until: {
        words: 'the message is a dead letter',
        holds: (facts) => (facts.openLetters?.length ?? 0) > 0,
      },
    },
    {
      say: 'The other messages have not waited for it.',
      why: 'All orders are confirmed, and analytics has gone on with the rest. The dead letter says which consumer failed, how often, and why.',
      until: {
        words: 'the others are counted',
        holds: (facts) => facts.allConfirmed && facts.handledBy(CONSUMER) >= facts.orders.length - 1,
      },
    },
    {
      say: 'The handler is fixed, and the dead letter replayed.',
      why: 'It goes to the one consumer that failed and to nobody else, and takes effect there as if it had never failed.',
      act: [{ kind: 'switch', service: 'analytics', fault: 'poison-next', value: 0 }, { kind: 'replay' }],
      until: {
        words: 'analytics has counted every order',
        holds: (facts) => facts.openLetters?.length === 0 && allCounted(facts),
      },
    },
  ],
  lesson: 'A message that fails is kept, explained and replayed. It is never dropped.',
  figures: (facts) => [
    { name: 'confirmed', value: ofOrders(facts, facts.ordersThatAre('confirmed')) },
    { name: 'counted by analytics', value: ofOrders(facts, facts.handledBy(CONSUMER)) },
    {
      name: 'dead letters',
      value: countOrUnknown(facts.openLetters?.length),
      tone: facts.openLetters?.length ? 'bad' : undefined,
    },
    { name: 'failed attempts', value: formatCount(failedAttempts(facts)) },
  ],
});

/** An attempt has several records if it was made in a batch first. */
function failedAttempts({ journeys }: Facts): number {
  const failed = journeys
    .flatMap(({ items }) => items)
    .flatMap(({ eventId, deliveries }) => deliveries.map((delivery) => ({ eventId, ...delivery })))
    .filter(({ consumer, error }) => consumer === CONSUMER && error !== undefined);
  return new Set(failed.map(({ eventId, attempt }) => `${eventId} ${attempt}`)).size;
}
