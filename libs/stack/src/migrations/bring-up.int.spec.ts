import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { COPIED_MIGRATIONS, messagingMigrations, migrateMessaging } from '@waybill/messaging/migrations';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { testPostgres } from '@waybill/testing';
import { applyMigrations } from './apply-migrations.js';
import { bringUp, isBroughtUp } from './bring-up.js';
import { prismaFolder, readMigrations } from './migration-files.js';
import { serviceNames } from '../workspace.js';

describe("bringing a service's database up", () => {
  let administrator: pg.Client;
  let client: pg.Client;
  let url: string;
  let database: string;

  beforeEach(async () => {
    const { administratorUrl } = await testPostgres();
    administrator = await connect(administratorUrl);
    database = `bring_up_${randomBytes(6).toString('hex')}`;
    await administrator.query(`CREATE DATABASE ${database}`);
    url = Object.assign(new URL(administratorUrl), { pathname: `/${database}` }).href;
    client = await connect(url);
  });

  afterEach(async () => {
    await client.end();
    await administrator.query(`DROP DATABASE ${database}`);
    await administrator.end();
  });

  it("applies the library's migrations, then the service's own, each once", async () => {
    expect(await isBroughtUp('analytics', url)).toBe(false);
    const applied = await bringUp('analytics', url);
    const library = await namesOfMessaging();
    expect(applied.slice(0, library.length)).toEqual(library);
    expect(applied[library.length]).toMatch(/_analytics$/);
    expect(await bringUp('analytics', url)).toEqual([]);
    expect(await isBroughtUp('analytics', url)).toBe(true);
    await client.query('SELECT FROM outbox, inbox');
  });

  const itWithConsole = serviceNames.includes('console') ? it : it.skip;
  itWithConsole('gives no messaging tables to a service that has no messages', async () => {
    await bringUp('console', url);
    const { rows } = await client.query(`SELECT to_regclass('outbox') AS outbox`);
    expect(rows).toEqual([{ outbox: null }]);
  });

  it('applies them once when several processes do it at the same time', async () => {
    const others = await Promise.all([connect(url), connect(url), connect(url)]);
    try {
      const applied = await Promise.all(others.map((other) => migrateMessaging(other)));
      expect(applied.flat()).toEqual(await namesOfMessaging());
    } finally {
      await Promise.all(others.map((other) => other.end()));
    }
  });

  it('applies everything once when several start at the same time, and all of them wait for it', async () => {
    const applied = await Promise.all([1, 2, 3].map(() => bringUp('analytics', url)));
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    expect(await isBroughtUp('analytics', url)).toBe(true);
  });

  it('says that it waits for another process, and goes on when that was killed', async () => {
    const other = await connect(url);
    await other.query(`SELECT pg_advisory_lock(hashtext('waybill migrations'))`);
    const { promise: waiting, resolve: onWait } = Promise.withResolvers<void>();
    const brought = bringUp('analytics', url, undefined, { onWait });
    await waiting;
    await other.end();
    expect(await brought).toContainEqual(expect.stringMatching(/_analytics$/));
  });

  it('names the database that stays locked, when its time is over', async () => {
    const other = await connect(url);
    await other.query(`SELECT pg_advisory_lock(hashtext('waybill migrations'))`);
    await expect(bringUp('analytics', url, undefined, { timeout: 0 })).rejects.toMatchObject({
      code: 'TIMED_OUT',
      message: expect.stringContaining('no other process migrates this database'),
    });
    await other.end();
  });

  it('keeps the messaging tables, and what is in them, of a database that has them from earlier migrations', async () => {
    await bringUpBeforeTheLibraryMigrated();
    for (const name of COPIED_MIGRATIONS) await recordAsApplied(name);
    await client.query(`INSERT INTO inbox (consumer, message_id) VALUES ('kept', '1')`);

    expect(await bringUp('analytics', url)).toEqual((await namesOfMessaging()).slice(1));
    expect((await client.query('SELECT consumer FROM inbox')).rows).toEqual([{ consumer: 'kept' }]);
    expect(await isBroughtUp('analytics', url)).toBe(true);

    // What processes of the earlier version look for, and a migration that comes later.
    const { rows } = await client.query('SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1');
    expect(rows.map(({ name }) => name as string)).toEqual(expect.arrayContaining([...COPIED_MIGRATIONS]));
    const { folder, migrations } = await readMigrations(prismaFolder('analytics'));
    const added = { name: '29990101000000_later', sql: 'CREATE TABLE later (id INT);' };
    const files = { folder, migrations: [...migrations, added] };
    expect(await applyMigrations('analytics', url, files)).toEqual([added.name]);
  });

  it('refuses tables that are older than those, in words', async () => {
    await bringUpBeforeTheLibraryMigrated();
    await recordAsApplied(COPIED_MIGRATIONS[0]!);
    await expect(bringUp('analytics', url)).rejects.toMatchObject({
      code: 'MIGRATIONS_CHANGED',
      fix: expect.stringContaining('--fresh'),
    });
  });

  /** The tables of `0001_messaging` and the service's own, without a record of the former. */
  async function bringUpBeforeTheLibraryMigrated(): Promise<void> {
    const [first] = await messagingMigrations();
    await client.query(first!.sql);
    await applyMigrations('analytics', url, await readMigrations(prismaFolder('analytics')));
  }

  async function namesOfMessaging(): Promise<string[]> {
    return (await messagingMigrations()).map(({ name }) => name);
  }

  async function recordAsApplied(name: string): Promise<void> {
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ($1, '', $1, now())`,
      [name],
    );
  }
});

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
