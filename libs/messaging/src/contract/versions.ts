import type { EventContract } from './define-event.js';

/** A contract and those that it upcasts from, newest first. */
export function versionsOf(contract: EventContract): EventContract[] {
  return [contract, ...(contract.previous ? versionsOf(contract.previous) : [])];
}

/**
 * All of these contracts and those that they upcast from, each once.
 *
 * @throws TypeError two contracts of one type and version: which of them a message fits would be left to chance
 */
export function distinctContracts(contracts: readonly EventContract[]): EventContract[] {
  const byName = new Map<string, EventContract>();
  for (const contract of contracts.flatMap(versionsOf)) {
    const other = byName.get(contract.name);
    if (other && other !== contract) {
      throw new TypeError(
        `two contracts are named ${contract.name}: an event is declared once, as a value that every service imports. ` +
          'Delete one of the two, or give it the next version',
      );
    }
    byName.set(contract.name, contract);
  }
  return [...byName.values()];
}
