import type { Invoke } from '../consumer/work.js';
import type { EventMessage } from '../message/event-message.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { FaultSwitches } from './fault-switches.js';

/**
 * The next messages that come to a handler fail at every attempt, as if they could not be understood, until they
 * are dead letters or the switch is 0 again; from then on they are messages like any other, and a replay succeeds.
 */
export function poisoningNext<Tx extends SqlTransaction>(
  switches: FaultSwitches,
  invoke: Invoke<Tx>,
): Invoke<Tx> {
  /** Consumer and event id: one message may poison one consumer and be harmless to another. */
  const poisoned = new Set<string>();
  const fault = switches.declare(
    {
      name: 'poison-next',
      title: 'Poison the next messages',
      description: 'So many of the next messages fail at every attempt, until they are dead letters.',
      kind: 'count',
      max: 100,
    },
    () => poisoned.clear(),
  );
  const isPoison = (consumer: string, { id }: EventMessage): boolean => {
    const name = `${consumer} ${id}`;
    if (poisoned.has(name)) return true;
    if (poisoned.size >= fault.value) return false;
    poisoned.add(name);
    return true;
  };
  return (subscription, payload, context) => {
    if (fault.value > 0) {
      const events = Array.isArray(payload) ? payload : [payload];
      const poison = events.find((event) => isPoison(context.consumer, event));
      if (poison) return Promise.reject(new Error(`the fault switch "poison-next" poisoned ${poison.id}`));
    }
    return invoke(subscription, payload, context);
  };
}
