import { DependencyDown } from '../errors.js';
import { DatabaseDown } from '../consumer/database-down.js';
import { whyUnavailable } from '../sql/database-state.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { FindKeys } from './key-reader.js';
import type { FoundKey, SubjectKeys } from './subject-keys.js';

/** Asks the service that owns keys for them, without reading its database. @throws it did not reply */
export type AskForKeys = (owner: string, keyIds: readonly string[]) => Promise<KeysReply>;

/** By id: the key in base64, or null if it was destroyed. One that is unknown is not in it. */
export type KeysReply = Record<string, string | null>;

/** The service's own keys from its database, those of others by asking them. */
export function keySources(
  service: string,
  own: { keys: SubjectKeys; run<T>(work: (tx: SqlTransaction) => Promise<T>): Promise<T> } | undefined,
  ask: AskForKeys,
): FindKeys {
  return async (owner, ids) => {
    if (owner === service && own) {
      return own
        .run((tx) => own.keys.find(tx, ids))
        .catch((cause: unknown) => {
          throw new DatabaseDown(whyUnavailable(cause), { cause });
        });
    }
    const reply = await ask(owner, ids).catch((cause: unknown) => {
      throw new DependencyDown(`${owner} (keys of personal data)`, { cause });
    });
    return new Map(Object.entries(reply).map(([id, key]) => [id, fromReply(key)]));
  };
}

export function toReply(keys: ReadonlyMap<string, FoundKey>): KeysReply {
  return Object.fromEntries(
    Array.from(keys, ([id, key]) => [id, key === 'erased' ? null : Buffer.from(key).toString('base64')]),
  );
}

function fromReply(key: string | null): FoundKey {
  return key === null ? 'erased' : Buffer.from(key, 'base64');
}
