import { versionsOf, type EventContract, type Withheld } from '../contract/index.js';
import type { EventSubscription } from '../consumer/subscription.js';
import type { Work } from '../consumer/work.js';
import { InvalidPayload } from '../errors.js';
import type { Reveal, WireEvent } from '../message/decode-event.js';
import type { KeyReader } from './key-reader.js';
import { keyIdOf, keyIdsIn, open } from './sealed-value.js';

const ERASED: Withheld = { withheld: 'erased' };

/** Opens the personal fields of events, for the handlers that asked for them. */
export class PersonalReader {
  constructor(private readonly keys: Pick<KeyReader, 'read'>) {}

  /** Has the keys of a batch in one request for each owner. @throws DependencyDown */
  async prepare(works: readonly Work[]): Promise<void> {
    if (works.length < 2) return;
    const byOwner = new Map<string, Set<string>>();
    for (const { subscription, wire } of works) {
      if (!subscription.personal) continue;
      const contract = subscription.contracts.find(({ type }) => wire.subject.startsWith(`${type}.`));
      if (!contract) continue;
      const ids = byOwner.get(contract.owner) ?? new Set();
      for (const id of keyIdsIn(wire.body)) ids.add(id);
      byOwner.set(contract.owner, ids);
    }
    for (const [owner, ids] of byOwner) await this.keys.read(owner, ids);
  }

  /** What opens the personal fields of one message; undefined if its handler did not ask. @throws DependencyDown */
  async revealing(
    { personal }: Pick<EventSubscription, 'personal'>,
    contract: EventContract,
    { body }: Pick<WireEvent, 'body'>,
  ): Promise<Reveal | undefined> {
    if (!personal || !versionsOf(contract).some((version) => version.personal)) return undefined;
    const keys = await this.keys.read(contract.owner, keyIdsIn(body));
    return (sealed, place) => {
      const id = keyIdOf(sealed)!;
      const key = keys.get(id);
      if (key === 'erased') return ERASED;
      if (!key) {
        throw new InvalidPayload(
          `${place.path} is sealed with key ${id}, which ${contract.owner} does not have: it lost its database, or ` +
            'another service wrote this',
        );
      }
      try {
        return open(key, place, sealed);
      } catch (cause) {
        throw new InvalidPayload(`${place.path} was changed, or sealed for another event or field`, {
          cause,
        });
      }
    };
  }
}
