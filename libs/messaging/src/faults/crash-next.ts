import type { Invoke } from '../consumer/work.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { FaultSwitches } from './fault-switches.js';

/**
 * The next message kills its process, in the middle of its transaction and without a word. The process that is started in
 * its place has every switch off.
 */
export function crashingNext<Tx extends SqlTransaction>(
  switches: FaultSwitches,
  invoke: Invoke<Tx>,
  crash: () => void = () => void process.kill(process.pid, 'SIGKILL'),
): Invoke<Tx> {
  const fault = switches.declare({
    name: 'crash-next',
    title: 'Crash at the next message',
    description:
      'The next message kills its process (SIGKILL), after it took effect and before that is committed.',
    kind: 'toggle',
    max: 1,
  });
  return async (subscription, payload, context) => {
    const crashes = fault.value > 0;
    const result = await invoke(subscription, payload, context);
    if (crashes) crash();
    return result;
  };
}
