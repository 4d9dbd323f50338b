import type { Invoke } from '../consumer/work.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { Subscriber } from '../transport/transport.js';
import { crashingNext } from './crash-next.js';
import { losingDependency } from './dependency-down.js';
import { duplicatingDeliveries } from './duplicate-delivery.js';
import { failingSometimes } from './failing-handler.js';
import type { FaultSwitches } from './fault-switches.js';
import { hangingNext } from './hang-next.js';
import { poisoningNext } from './poison-next.js';
import { relayPause } from './relay-paused.js';
import { slowedDown } from './slow-consumer.js';

/** The parts of a service's messaging that its faults wrap. */
export interface Disturbed<Tx extends SqlTransaction> {
  invoke: Invoke<Tx>;
  subscriber: Subscriber;
  /** Whether the service has consumers, and whether it has events of its own: switches without effect are none. */
  consumes: boolean;
  publishes: boolean;
  poke: () => void;
}

/**
 * Adds the switches that every service has, and gives its parts with the faults around them. Where faults are not
 * allowed the parts are given back as they are.
 */
export function withLibraryFaults<Tx extends SqlTransaction>(
  switches: FaultSwitches,
  { invoke, subscriber, consumes, publishes, poke }: Disturbed<Tx>,
): { invoke: Invoke<Tx>; subscriber: Subscriber; isRelayPaused: () => boolean } {
  if (!switches.allowed) return { invoke, subscriber, isRelayPaused: () => false };
  return {
    invoke: consumes
      ? [poisoningNext, hangingNext, crashingNext, failingSometimes, losingDependency, slowedDown].reduce(
          (inner, around) => around(switches, inner),
          invoke,
        )
      : invoke,
    subscriber: consumes ? duplicatingDeliveries(switches, subscriber) : subscriber,
    isRelayPaused: publishes ? relayPause(switches, poke) : () => false,
  };
}
