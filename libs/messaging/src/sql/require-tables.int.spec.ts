import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import pg from 'pg';
import { ConfigurationRefused, TablesRefused } from '../errors.js';
import { MESSAGING_TABLES } from './messaging-tables.js';
import { requireTables } from './require-tables.sql.js';

describe('the messaging tables', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeEach(async () => {
    database = await createTestDatabase('analytics');
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterEach(async () => {
    await client.end();
    await database.drop();
  });

  it('that the migrations make are exactly those that the library says it works with', async () => {
    const { rows } = await client.query<{ table: string; columns: string[] }>(
      `SELECT table_name AS table, array_agg(column_name::text ORDER BY ordinal_position) AS columns
       FROM information_schema.columns WHERE table_name = ANY($1) GROUP BY 1`,
      [Object.keys(MESSAGING_TABLES)],
    );
    expect(Object.fromEntries(rows.map(({ table, columns }) => [table, columns.sort()]))).toEqual(
      Object.fromEntries(
        Object.entries(MESSAGING_TABLES).map(([table, columns]) => [table, [...columns].sort()]),
      ),
    );
    await requireTables(client);
  });

  it('of a newer version are taken, as nothing that is used is missing', async () => {
    await client.query('ALTER TABLE outbox ADD COLUMN priority int; CREATE TABLE outbox_archive (id bigint)');
    await requireTables(client);
  });

  it('that are missing, or lack a column, are refused by name', async () => {
    await client.query('DROP TABLE inbox; ALTER TABLE outbox DROP COLUMN dead_at');
    const refused = requireTables(client);
    await expect(refused).rejects.toThrow(TablesRefused);
    await expect(refused).rejects.toThrow(ConfigurationRefused);
    await expect(refused).rejects.toThrow(
      /has no outbox\.dead_at, inbox\.consumer, inbox\.message_id, inbox\.outcome, inbox\.handled_at,.*apply the migrations/,
    );
  });
});
