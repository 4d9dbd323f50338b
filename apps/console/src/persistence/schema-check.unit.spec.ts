import { describe, expect, it } from '@jest/globals';
import { DatabaseRefused, type PgDatabase } from '@waybill/service/postgres';
import { newestMigration } from '@waybill/service/postgres';
import { SchemaCheck } from './schema-check.js';

/** A database that is down for the first question and then has these migrations. */
function databaseWith(...applied: string[]): PgDatabase {
  let asked = 0;
  const query = async (sql: string) => {
    if (++asked === 1) throw Object.assign(new Error('down'), { code: 'ECONNREFUSED' });
    return {
      rows: sql.includes('to_regclass') ? [{ exists: true }] : applied.map((name) => ({ name })),
    };
  };
  return { pool: { query } } as unknown as PgDatabase;
}

const REQUIRED_MIGRATION = newestMigration('console')!;

describe("the console's look at its database", () => {
  it('waits while it is down, and is content where the migration is applied', async () => {
    await new SchemaCheck(databaseWith(REQUIRED_MIGRATION)).run(1);
  });

  it('refuses one that lacks the migration', async () => {
    await expect(new SchemaCheck(databaseWith('0_other')).run(1)).rejects.toThrow(DatabaseRefused);
  });

  it('ends when the process stops', async () => {
    const check = new SchemaCheck(databaseWith(REQUIRED_MIGRATION));
    const running = check.run(60_000);
    check.beforeApplicationShutdown();
    await running;
  });
});
