import type { Invoke } from '../consumer/work.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { FaultSwitches } from './fault-switches.js';

/** Some attempts fail with an ordinary error: they are retried with back-off, and dead-lettered when all have failed. */
export function failingSometimes<Tx extends SqlTransaction>(
  switches: FaultSwitches,
  invoke: Invoke<Tx>,
  random: () => number = Math.random,
): Invoke<Tx> {
  const fault = switches.declare({
    name: 'failing-handler',
    title: 'Failing handler',
    description: 'This share of the attempts of this service’s handlers fails.',
    kind: 'percent',
    max: 100,
  });
  return (subscription, payload, context) => {
    if (fault.value > 0 && random() * 100 < fault.value) {
      return Promise.reject(new Error('the fault switch "failing-handler" failed this attempt'));
    }
    return invoke(subscription, payload, context);
  };
}
