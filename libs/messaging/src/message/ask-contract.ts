import type { EventContract } from '../contract/index.js';
import { InvalidMessage } from '../errors.js';
import { asError } from '../thrown.js';

/** The contract's own code may throw: for its event that means the same as a wrong result. */
export function askContract<Data>(
  contract: EventContract<Data>,
  what: 'key' | 'conversation' | 'dataSubject',
  data: Data,
): unknown {
  try {
    return contract[what]?.(data);
  } catch (thrown) {
    const cause = asError(thrown);
    throw new InvalidMessage(`${what}(data) of ${contract.name} threw ${cause.name}: ${cause.message}`, {
      cause,
    });
  }
}
