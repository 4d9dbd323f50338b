import type { Invoke } from '../consumer/work.js';
import { DependencyDown } from '../errors.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { FaultSwitches } from './fault-switches.js';

/** Every handler finds what it depends on down: the circuit breakers open, and no message is lost or dead-lettered. */
export function losingDependency<Tx extends SqlTransaction>(
  switches: FaultSwitches,
  invoke: Invoke<Tx>,
): Invoke<Tx> {
  const fault = switches.declare({
    name: 'dependency-down',
    title: 'Dependency down',
    description: 'This service’s handlers find a service that they call down.',
    kind: 'toggle',
    max: 1,
  });
  return (subscription, payload, context) =>
    fault.value > 0
      ? Promise.reject(new DependencyDown('the fault switch "dependency-down"'))
      : invoke(subscription, payload, context);
}
