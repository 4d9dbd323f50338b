import type { FaultSwitches } from './fault-switches.js';

/** The relay claims nothing: what is committed waits in the outbox, and goes out when this is over. */
export function relayPause(switches: FaultSwitches, poke: () => void): () => boolean {
  const fault = switches.declare(
    {
      name: 'relay-paused',
      title: 'Relay paused',
      description: 'The relay publishes nothing: events wait in the outbox until this is off.',
      kind: 'toggle',
      max: 1,
    },
    // Heard by the time the relay has woken up: the new value holds at the end of this turn.
    () => void setImmediate(poke),
  );
  return () => fault.value > 0;
}
