import type { Outbox } from '../outbox/outbox.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { PersonalData } from './personal-data.js';
import { hadKey } from './subject-keys.sql.js';

/** What a service does about a person who is erased, besides destroying keys: one class, named in its definition. */
export interface Eraser<Tx extends SqlTransaction = SqlTransaction> {
  /**
   * Removes what the service's own tables hold of the person, and publishes an event for the services that stored something.
   * Runs in the erasure's transaction, after every append of that person; is called again where the erasure is repeated.
   *
   * @returns whether the service has, or had, anything of this person: an id that nobody knows may be mistyped
   */
  erase(tx: Tx, dataSubject: string): Promise<boolean>;
}

/** What an erasure did in one service. */
export interface ErasureReport {
  /** Keys that were destroyed: 0 if there were none, or it was done before. */
  keys: number;
  /** False: the service has never had anything of this person. */
  known: boolean;
  /** What the eraser published for other services. */
  events: { id: string; type: string }[];
}

/** Keys, own tables, events and the record of it, in one transaction. */
export async function eraseEverything<Tx extends SqlTransaction>(
  tx: Tx,
  {
    personalData,
    outbox,
    erase,
  }: { personalData: PersonalData; outbox: Outbox; erase?: Eraser<Tx>['erase'] },
  { dataSubject, by }: { dataSubject: string; by?: string },
): Promise<ErasureReport> {
  const { keys } = await personalData.erase(tx, dataSubject, by);
  const isKnown = (await erase?.(tx, dataSubject)) === true || (await hadKey(tx, dataSubject));
  await outbox.appended(tx);
  const events = outbox.appendedIn(tx).map(({ id, contract }) => ({ id, type: contract.type }));
  return { keys, known: isKnown, events };
}
