import type { Invoke } from '../consumer/work.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import { ChosenMessages } from './chosen-messages.js';
import type { FaultSwitches } from './fault-switches.js';

/**
 * The handlers of the next messages never end and ignore their signal, as one does that waits without a time limit: each
 * attempt fails at its deadline, until the switch is 0 again.
 */
export function hangingNext<Tx extends SqlTransaction>(
  switches: FaultSwitches,
  invoke: Invoke<Tx>,
): Invoke<Tx> {
  const hung = new ChosenMessages();
  const fault = switches.declare(
    {
      name: 'hang-next',
      title: 'Hang at the next messages',
      description:
        'The handlers of so many of the next messages never end: each attempt fails at its deadline.',
      kind: 'count',
      max: 100,
    },
    () => hung.clear(),
  );
  return (subscription, payload, context) =>
    fault.value > 0 && hung.among(payload, context.consumer, fault.value)
      ? new Promise(() => {})
      : invoke(subscription, payload, context);
}
