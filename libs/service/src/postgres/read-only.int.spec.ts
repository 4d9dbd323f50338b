import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import pg from 'pg';
import { PgDatabase } from './pg-database.js';

let database: TestDatabase;
let direct: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase('order');
  direct = new pg.Pool({ connectionString: database.url });
});
afterAll(async () => {
  await direct.end();
  await database.drop();
});

it('does not keep a session that began while the database was read-only', async () => {
  await direct.query(`ALTER DATABASE ${database.name} SET default_transaction_read_only = on`);
  // One connection: the next query would get the same one.
  const service = PgDatabase.lazy({ databaseUrl: database.url, databasePool: 1, name: 'test' });
  const write = () => service.transaction((tx) => tx.query(`DELETE FROM inbox`));
  try {
    await expect(write()).rejects.toMatchObject({ code: '25006' });
    // Reads work meanwhile.
    await service.transaction((tx) => tx.query('SELECT 1'));
    await direct.query(
      `BEGIN READ WRITE; ALTER DATABASE ${database.name} RESET default_transaction_read_only; COMMIT`,
    );
    await expect(write()).rejects.toMatchObject({ code: '25006' });
    await write();
  } finally {
    await service.onApplicationShutdown();
  }
});
