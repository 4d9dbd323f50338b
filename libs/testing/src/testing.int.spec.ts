import { describe, expect, it } from '@jest/globals';
import { connect as connectNats } from '@nats-io/transport-node';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import pg from 'pg';
import { databaseServices } from '@waybill/stack/parts';
import { createTestDatabase, testNats, type TestDatabase } from './index.js';

describe('a test database', () => {
  it.each(databaseServices)('is migrated and belongs to the login of %s', async (service) => {
    await using database = await createTestDatabase(service);
    const { rows } = await query(
      database,
      'SELECT current_user AS me, count(*) > 0 AS migrated FROM _prisma_migrations WHERE finished_at IS NOT NULL',
    );
    expect(rows).toEqual([{ me: `waybill_${service}`, migrated: true }]);
  });

  it('shares nothing with another one of the same service', async () => {
    await using one = await createTestDatabase('order');
    await using other = await createTestDatabase('order');
    await query(one, `INSERT INTO inbox (consumer, message_id) VALUES ('c', 'm')`);
    expect((await query(other, 'SELECT FROM inbox')).rowCount).toBe(0);
  });

  it('says which connections were left open when it is dropped', async () => {
    const database = await createTestDatabase('order');
    const pool = new pg.Pool({ connectionString: database.url, application_name: 'leaky test' });
    pool.on('error', () => undefined); // the drop ends its connections
    await pool.query('SELECT 42 AS answer');
    await expect(database.drop()).rejects.toMatchObject({
      code: 'CONNECTIONS_LEFT',
      message: expect.stringMatching(/leaky test, last query: SELECT 42 AS answer/),
    });
    await pool.end();
  }, 20_000);
});

describe('a nats-server for tests', () => {
  it('is shared by the run and has JetStream', async () => {
    const { url } = await testNats();
    expect((await testNats()).url).toBe(url);
    const connection = await connectNats({ servers: url });
    expect((await (await jetstreamManager(connection)).getAccountInfo()).streams).toBeGreaterThanOrEqual(0);
    await connection.close();
  });

  it('can be had alone, killed and started again with what it had stored', async () => {
    await using server = await testNats({ isolated: true });
    const connection = await connectNats({
      servers: server.url,
      waitOnFirstConnect: true,
      reconnectTimeWait: 50,
    });
    await (await jetstreamManager(connection)).streams.add({ name: 'KEPT', subjects: ['kept.>'] });
    await jetstream(connection).publish('kept.one', 'still here');
    await server.kill();
    await server.start();
    const again = await connectNats({ servers: server.url });
    const info = await (await jetstreamManager(again)).streams.info('KEPT');
    expect(info.state.messages).toBe(1);
    await again.close();
    await connection.close();
  });
});

async function query(database: TestDatabase, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}
