import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, eventually, type TestDatabase } from '@waybill/testing';
import pg from 'pg';
import { migrateMessaging } from './migrate-messaging.js';

const LAST = '0009_clean_up_by_age.concurrently';
const APPEND = `
INSERT INTO outbox (message_id, subject, key, bucket, headers, payload) VALUES (gen_random_uuid(), 's', 'k', 0, '{}', '{}')`;

describe('a migration of tables in use', () => {
  let database: TestDatabase;
  let clients: pg.Client[];
  let writer: pg.Client;
  let migrator: pg.Client;
  let other: pg.Client;

  beforeEach(async () => {
    database = await createTestDatabase('analytics');
    clients = Array.from({ length: 3 }, () => new pg.Client({ connectionString: database.url }));
    await Promise.all(clients.map((client) => client.connect()));
    [writer, migrator, other] = clients as [pg.Client, pg.Client, pg.Client];
    // As the version before left them.
    await other.query(`DROP INDEX outbox_created_idx`);
    await other.query(`DELETE FROM messaging_migration WHERE name = $1`, [LAST]);
    // A transaction that was open before and stays so.
    await writer.query('BEGIN');
    await writer.query(APPEND);
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await database.drop();
  });

  it('waits for transactions that are open, and no append waits for it', async () => {
    const migrated = migrateMessaging(migrator);
    await untilItWaits();
    await other.query(`SET lock_timeout = '5s'`);
    await other.query(APPEND);
    await writer.query('COMMIT');
    expect(await migrated).toEqual([LAST]);
    expect(await usableIndexes()).toContain('outbox_created_idx');
  });

  it('that was interrupted is repeated, and makes again what it left unusable', async () => {
    migrator.on('error', () => {});
    const interrupted = migrateMessaging(migrator);
    interrupted.catch(() => {});
    await untilItWaits();
    await other.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND wait_event_type = 'Lock' AND query LIKE '%CREATE INDEX%'`,
    );
    await expect(interrupted).rejects.toThrow();
    await writer.query('COMMIT');
    expect(await usableIndexes()).not.toContain('outbox_created_idx');

    expect(await migrateMessaging(other)).toEqual([LAST]);
    expect(await usableIndexes()).toContain('outbox_created_idx');
  });

  const untilItWaits = () =>
    eventually(async () => {
      const { rows } = await other.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%CREATE INDEX%'`,
      );
      return rows.length > 0;
    });

  async function usableIndexes(): Promise<string[]> {
    const { rows } = await other.query<{ name: string }>(
      `SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indrelid = 'outbox'::regclass AND indisvalid`,
    );
    return rows.map(({ name }) => name);
  }
});
