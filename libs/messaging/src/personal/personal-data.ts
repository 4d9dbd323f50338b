import { recordAudit } from '../topology/audit.sql.js';
import { MessagingError } from '../errors.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import { destroyKeys } from './subject-keys.sql.js';

/** What `PersonalData.erase` did. */
export interface Erased {
  /** Keys that were destroyed: 0 if there were none, or it was done before. */
  keys: number;
}

/** Erases what this service's events hold of a person. */
export class PersonalData {
  /**
   * Destroys the keys of a data subject, when the transaction commits: no personal field of the events before opens from
   * then on, wherever they are stored. Waits for appends under way, so clear the service's own tables afterwards in the
   * same transaction, and publish an event for the other services. What is published later has a new key. Recorded in
   * `messaging_audit`.
   *
   * @param by who asked for it, for the record
   */
  async erase(tx: SqlTransaction, dataSubject: string, by?: string): Promise<Erased> {
    const keys = await destroyKeys(tx, dataSubject);
    await recordAudit(tx, 'erase', '', { dataSubject, keys }, by);
    return { keys: keys.length };
  }
}

/** An event has personal fields, and there is no master key for the keys that encrypt them: nothing is published. */
export class MasterKeyNeeded extends MessagingError {
  readonly code = 'MASTER_KEY_NEEDED';

  constructor(events: string) {
    super(
      `${events} has personal fields, which are encrypted: set a master key (PERSONAL_DATA_KEY, or ` +
        'PERSONAL_DATA_KEY_FILE), made with: openssl rand -base64 32',
    );
  }
}
