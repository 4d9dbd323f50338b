import { setTimeout as delay } from 'node:timers/promises';
import type { Invoke } from '../consumer/work.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { FaultSwitches } from './fault-switches.js';

/** Every handler takes longer: backlog and lag grow, and nothing is lost. Ends early at a shutdown's deadline. */
export function slowedDown<Tx extends SqlTransaction>(
  switches: FaultSwitches,
  invoke: Invoke<Tx>,
): Invoke<Tx> {
  const fault = switches.declare({
    name: 'slow-consumer',
    title: 'Slow consumer',
    description: 'Every handler of this service, or batch, waits this long before it begins.',
    kind: 'milliseconds',
    // Inside the handler's transaction, whose limits are a minute.
    max: 10_000,
  });
  return (subscription, payload, context) => {
    if (fault.value === 0) return invoke(subscription, payload, context);
    return delay(fault.value, undefined, { signal: context.signal }).then(() =>
      invoke(subscription, payload, context),
    );
  };
}
