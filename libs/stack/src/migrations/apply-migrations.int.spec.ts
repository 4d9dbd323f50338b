import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { testPostgres } from '@waybill/testing';
import { applyMigrations } from './apply-migrations.js';
import { checksum, type MigrationFiles } from './migration-files.js';

const FIRST = { name: '20261122000000_first', sql: 'CREATE TABLE "a" ("id" INT);' };
const SECOND = { name: '20261122000001_second', sql: 'CREATE TABLE "b" ("id" INT);' };

describe('applying migrations', () => {
  let administrator: pg.Client;
  let client: pg.Client;
  let url: string;
  let database: string;

  beforeEach(async () => {
    const { administratorUrl } = await testPostgres();
    administrator = await connect(administratorUrl);
    database = `migrations_${randomBytes(6).toString('hex')}`;
    await administrator.query(`CREATE DATABASE ${database}`);
    url = Object.assign(new URL(administratorUrl), { pathname: `/${database}` }).href;
    client = await connect(url);
  });

  afterEach(async () => {
    await client.end();
    await administrator.query(`DROP DATABASE ${database}`); // fails if the engine left a connection
    await administrator.end();
  });

  it('applies what is missing, in order, and nothing a second time', async () => {
    expect(await applyMigrations('order', url, files(FIRST))).toEqual([FIRST.name]);
    expect(await applyMigrations('order', url, files(FIRST, SECOND))).toEqual([SECOND.name]);
    expect(await applyMigrations('order', url, files(FIRST, SECOND))).toEqual([]);
    expect(await tables()).toEqual(['_prisma_migrations', 'a', 'b']);
  });

  it('keeps the record as `prisma migrate deploy` does', async () => {
    await applyMigrations('order', url, files(FIRST));
    const { rows } = await client.query('SELECT * FROM _prisma_migrations');
    expect(rows).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        checksum: checksum(FIRST),
        finished_at: expect.any(Date),
        migration_name: FIRST.name,
        logs: null,
        rolled_back_at: null,
        started_at: expect.any(Date),
        applied_steps_count: 1,
      },
    ]);
  });

  it('sends a script whole: semicolons in comments, strings and function bodies do not split it', async () => {
    const sql = `-- first this; then that
      CREATE TABLE "c" ("text" TEXT DEFAULT 'a;b');
      CREATE FUNCTION twice(n INT) RETURNS INT LANGUAGE plpgsql AS $$ BEGIN n := n * 2; RETURN n; END $$;`;
    await applyMigrations('order', url, files({ name: '20261122000000_whole', sql }));
    expect((await client.query('SELECT twice(21)')).rows).toEqual([{ twice: 42 }]);
  });

  it('runs a statement that must not be in a transaction, in a migration of its own', async () => {
    const sql = 'CREATE INDEX CONCURRENTLY "a_id_idx" ON "a"("id");';
    const names = await applyMigrations('order', url, files(FIRST, { name: '20261122000001_index', sql }));
    expect(names).toEqual([FIRST.name, '20261122000001_index']);
  });

  it('names the migration that fails, leaves nothing of it, and tries none after it', async () => {
    const broken = {
      name: '20261122000001_broken',
      sql: 'CREATE TABLE "half" ("id" INT);\nCREATE TABEL "oops";',
    };
    const third = { ...SECOND, name: '20261122000002_third' };
    await expect(applyMigrations('order', url, files(FIRST, broken, third))).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: expect.stringMatching(
        /^migration 20261122000001_broken of order failed: .*syntax error.*"TABEL"/,
      ),
      fix: expect.stringContaining('prisma/order/migrations/20261122000001_broken/migration.sql'),
    });
    expect(await tables()).toEqual(['_prisma_migrations', 'a']);
  });

  it('goes on refusing, and naming it, until the failure is resolved', async () => {
    const broken = { name: '20261122000000_broken', sql: 'CREATE TABEL "oops";' };
    await expect(applyMigrations('order', url, files(broken))).rejects.toThrow('20261122000000_broken');
    await expect(applyMigrations('order', url, files(broken, SECOND))).rejects.toThrow(
      '20261122000000_broken',
    );
    expect(await tables()).toEqual(['_prisma_migrations']);
  });

  it('refuses a migration that was changed after it had been applied', async () => {
    await applyMigrations('order', url, files(FIRST));
    const edited = { ...FIRST, sql: `${FIRST.sql} -- harmless?` };
    await expect(applyMigrations('order', url, files(edited))).rejects.toMatchObject({
      code: 'MIGRATIONS_CHANGED',
    });
  });

  it('refuses a database that is ahead of the folder', async () => {
    await applyMigrations('order', url, files(FIRST, SECOND));
    await expect(applyMigrations('order', url, files(FIRST))).rejects.toMatchObject({
      code: 'MIGRATIONS_CHANGED',
    });
  });

  async function tables(): Promise<string[]> {
    const { rows } = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  }
});

function files(...migrations: MigrationFiles['migrations']): MigrationFiles {
  return { folder: '/migrations', migrations };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
