import { randomBytes, randomUUID } from 'node:crypto';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { KeyWrapper } from './master-keys.js';
import type { SubjectKey } from './sealed-value.js';
import {
  findKeys,
  insertKeys,
  lockCreation,
  lockKeys,
  lockOutdated,
  replaceWrapped,
  type KeyRow,
} from './subject-keys.sql.js';

/** Of a key that an event was sealed with: itself, or that it was destroyed. */
export type FoundKey = Uint8Array | 'erased';

/** The keys of the data subjects of a service's own events, in its database. */
export class SubjectKeys {
  constructor(private readonly wrapper: KeyWrapper) {}

  /** A key for each, new where there is none. An erasure of one of them waits until the transaction ends. */
  async forAppend(tx: SqlTransaction, dataSubjects: ReadonlySet<string>): Promise<Map<string, SubjectKey>> {
    const wanted = [...dataSubjects];
    for (;;) {
      const rows = await lockKeys(tx, wanted);
      const found = new Set(rows.map(({ dataSubject }) => dataSubject));
      const missing = wanted.filter((dataSubject) => !found.has(dataSubject));
      if (missing.length === 0) {
        const keys = await Promise.all(
          rows.map(async (row) => [row.dataSubject, await this.#open(row)] as const),
        );
        return new Map(keys);
      }
      await lockCreation(tx, missing);
      await insertKeys(tx, await Promise.all(missing.map((dataSubject) => this.#make(dataSubject))));
    }
  }

  /** Those of these ids that are known. */
  async find(tx: SqlTransaction, ids: readonly string[]): Promise<Map<string, FoundKey>> {
    const rows = await findKeys(tx, ids);
    const keys = rows.map(async (row): Promise<[string, FoundKey]> => [
      row.id,
      row.wrapped ? (await this.#open(row)).key : 'erased',
    ]);
    return new Map(await Promise.all(keys));
  }

  /** Encrypts some of the keys that are under an older master key again. @returns how many: 0 if none is left */
  async rewrap(tx: SqlTransaction): Promise<number> {
    const { current } = this.wrapper;
    const outdated = await lockOutdated(tx, current);
    const wrapped = await Promise.all(
      outdated.map(async (row) => ({
        id: row.id,
        wrapped: await this.wrapper.wrap(row.id, (await this.#open(row)).key),
      })),
    );
    if (wrapped.length > 0) await replaceWrapped(tx, current, wrapped);
    return wrapped.length;
  }

  async #open({ id, wrapped, masterKey }: KeyRow): Promise<SubjectKey> {
    return { id, key: await this.wrapper.unwrap(masterKey!, id, wrapped!) };
  }

  async #make(dataSubject: string) {
    const id = randomUUID();
    const wrapped = await this.wrapper.wrap(id, randomBytes(32));
    return { id, dataSubject, wrapped, masterKey: this.wrapper.current };
  }
}
