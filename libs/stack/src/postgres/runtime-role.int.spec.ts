import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testPostgres } from '@waybill/testing';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { bringUp, isBroughtUp } from '../migrations/bring-up.js';
import { connectionString } from './connection-string.js';
import { runtimeRole, type DatabaseLogins } from './database-logins.js';
import { ensureDatabase, ensureLogin } from './ensure-database.js';
import { withClient } from './with-client.js';

/** Any service with messages. */
const SERVICE = 'analytics';

let administratorUrl: string;
let port: number;
let administrator: pg.Client;
const made: DatabaseLogins[] = [];

beforeAll(async () => {
  ({ administratorUrl, port } = await testPostgres());
  administrator = new pg.Client({ connectionString: administratorUrl });
  await administrator.connect();
});

afterAll(async () => {
  for (const { runtime } of made) {
    const database = new URL(runtime).username;
    await administrator.query(`DROP DATABASE IF EXISTS ${database}`);
    await administrator.query(`DROP ROLE ${database}`);
    await administrator.query(`DROP ROLE owner_of_${database}`);
  }
  await administrator.end();
});

/** Two logins of one new database, which is not made yet. */
function newLogins(): DatabaseLogins {
  const database = `roles_${randomBytes(6).toString('hex')}`;
  const loginAs = (user: string) => connectionString({ user, password: 'test', port, database });
  const logins = { owner: loginAs(`owner_of_${database}`), runtime: loginAs(database) };
  made.push(logins);
  return logins;
}

async function run(url: string, sql: string): Promise<unknown[]> {
  return (await withClient(url, (client) => client.query<Record<string, unknown>>(sql))).rows;
}

describe('the login of a service', () => {
  let logins: DatabaseLogins;
  let other: DatabaseLogins;

  beforeAll(async () => {
    logins = newLogins();
    other = newLogins();
    await ensureDatabase(administrator, administratorUrl, logins);
    await ensureDatabase(administrator, administratorUrl, other);
    await bringUp(SERVICE, logins.owner, runtimeRole(logins));
  });

  it.each([
    ['make a table', 'CREATE TABLE mine (id int)', 'permission denied for schema public'],
    ['make a temporary table', 'CREATE TEMPORARY TABLE mine (id int)', 'permission denied'],
    ['make a schema', 'CREATE SCHEMA mine', 'permission denied for database'],
    ['make an extension', 'CREATE EXTENSION pg_trgm', 'permission denied'],
    ['change a table', 'ALTER TABLE outbox ADD COLUMN mine int', 'must be owner of table outbox'],
    ['drop a table', 'DROP TABLE outbox', 'must be owner of table outbox'],
    ['drop an index', 'DROP INDEX outbox_key_idx', 'must be owner of index outbox_key_idx'],
    ['empty a table', 'TRUNCATE outbox', 'permission denied for table outbox'],
    [
      'set a sequence back',
      "SELECT setval('outbox_id_seq', 1)",
      'permission denied for sequence outbox_id_seq',
    ],
    [
      'make a trigger',
      'CREATE TRIGGER t BEFORE INSERT ON outbox EXECUTE FUNCTION now()',
      'permission denied',
    ],
    [
      'claim a migration',
      "INSERT INTO messaging_migration (name) VALUES ('9')",
      'permission denied for table',
    ],
    [
      'forget a migration',
      'DELETE FROM _prisma_migrations',
      'permission denied for table _prisma_migrations',
    ],
    ['become the owner', 'SET ROLE postgres', 'permission denied to set role'],
    ['make a login', 'CREATE ROLE mine', 'permission denied to create role'],
    ['read the files of the server', "SELECT pg_read_file('PG_VERSION')", 'permission denied for function'],
  ])('cannot %s', async (_what, sql, refusal) => {
    await expect(run(logins.runtime, sql)).rejects.toThrow(refusal);
  });

  it('cannot connect to the database of another service', async () => {
    const foreign = Object.assign(new URL(logins.runtime), { pathname: new URL(other.runtime).pathname });
    await expect(run(foreign.href, 'SELECT 1')).rejects.toThrow('permission denied for database');
  });

  it('reads and writes rows, and sees which migrations are applied', async () => {
    await run(logins.runtime, "INSERT INTO inbox (consumer, message_id) VALUES ('c', '1')");
    await run(logins.runtime, "UPDATE inbox SET outcome = 'dead'");
    await run(logins.runtime, 'DELETE FROM inbox');
    await run(logins.runtime, "SELECT nextval('outbox_id_seq')");
    expect(await run(logins.runtime, 'SELECT name FROM messaging_migration')).not.toEqual([]);
    expect(await run(logins.runtime, 'SELECT migration_name FROM _prisma_migrations')).not.toEqual([]);
  });

  it('may use a table that a later migration makes', async () => {
    const role = runtimeRole(logins);
    expect(await isBroughtUp(SERVICE, logins.owner, role)).toBe(true);
    await run(logins.owner, 'CREATE TABLE later (id serial, name text)');
    expect(await isBroughtUp(SERVICE, logins.owner, role)).toBe(false);
    await bringUp(SERVICE, logins.owner, role);
    await run(logins.runtime, "INSERT INTO later (name) VALUES ('used')");
    expect(await isBroughtUp(SERVICE, logins.owner, role)).toBe(true);
  });
});

describe('a database of an earlier version, whose tables belong to the login of the service', () => {
  it('is handed over to its owner, with its rows', async () => {
    const logins = newLogins();
    const service = new URL(logins.runtime).username;
    await ensureLogin(administrator, service, 'test');
    await administrator.query(`CREATE DATABASE ${service} OWNER ${service}`);
    await bringUp(SERVICE, logins.runtime);
    await run(logins.runtime, "INSERT INTO inbox (consumer, message_id) VALUES ('kept', '1')");

    await ensureDatabase(administrator, administratorUrl, logins);
    expect(await bringUp(SERVICE, logins.owner, runtimeRole(logins))).toEqual([]);

    expect(await run(logins.runtime, 'SELECT consumer FROM inbox')).toEqual([{ consumer: 'kept' }]);
    await expect(run(logins.runtime, 'DROP TABLE inbox')).rejects.toThrow('must be owner of table inbox');
    await expect(run(logins.runtime, 'CREATE TABLE mine (id int)')).rejects.toThrow('permission denied');
  });
});
