import type { Invoke } from '../consumer/work.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import { ChosenMessages } from './chosen-messages.js';
import type { FaultSwitches } from './fault-switches.js';

/**
 * The next messages that come to a handler fail at every attempt, as if they could not be understood, until they
 * are dead letters or the switch is 0 again; from then on they are messages like any other, and a replay succeeds.
 */
export function poisoningNext<Tx extends SqlTransaction>(
  switches: FaultSwitches,
  invoke: Invoke<Tx>,
): Invoke<Tx> {
  const poisoned = new ChosenMessages();
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
  return (subscription, payload, context) => {
    const poison = fault.value > 0 && poisoned.among(payload, context.consumer, fault.value);
    if (poison) return Promise.reject(new Error(`the fault switch "poison-next" poisoned ${poison.id}`));
    return invoke(subscription, payload, context);
  };
}
