import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withClient } from '@waybill/stack/parts';
import { createTestDatabase, eventually, testNats, testPostgres, type TestDatabase } from '@waybill/testing';
import pg from 'pg';
import { Random } from '../../shoppers/random.ts';
import type { Laboratory } from '../laboratory.ts';
import { installFailingWrites } from './failing-writes.sql.ts';
import { settingFaults } from './database-settings.ts';
import { writesFaults } from './database-writes.ts';

const INSERT = `INSERT INTO inbox (consumer, message_id) SELECT 'c', gen_random_uuid() FROM generate_series(1, 200)`;

describe('a database fault is one to the service, and gone when it is healed', () => {
  let database: TestDatabase;
  let lab: Laboratory;

  beforeEach(async () => {
    database = await createTestDatabase('order');
    const administrator = new URL((await testPostgres()).administratorUrl);
    administrator.pathname = database.name;
    const own = {
      service: 'order',
      administratorUrl: administrator.href,
      role: new URL(database.url).username,
    };
    const ignore = () => undefined;
    lab = {
      replicas: [],
      poolers: [],
      broker: {
        url: (await testNats()).url,
        names: ['nats'],
        size: 1,
        streams: [],
        loseData: () => Promise.resolve(),
      },
      databases: [own],
      consequences: { deadLetters: ignore, reordered: ignore, behaviourLost: ignore },
    } satisfies Partial<Laboratory> as unknown as Laboratory;
    await installFailingWrites(own);
  });
  afterEach(() => database.drop());

  /** The SQLSTATE of the service's error, if it has one. */
  async function write(): Promise<string | undefined> {
    const clients = Array.from({ length: 3 }, () => new pg.Client({ connectionString: database.url }));
    for (const client of clients) client.on('error', () => undefined);
    try {
      for (const client of clients) await client.connect();
      await clients[0]!.query(INSERT);
      return undefined;
    } catch (error) {
      return (error as pg.DatabaseError).code;
    } finally {
      await Promise.all(clients.map((client) => client.end()));
    }
  }

  it.each([
    ['serialization-failure', '40001'],
    ['deadlock', '40P01'],
    ['disk-full', '53100'],
    ['read-only', '25006'],
    ['connection-limit', '53300'],
    ['statement-timeout', '57014'],
  ])('%s: SQLSTATE %s', async (name, sqlState) => {
    const kind = [...writesFaults, ...settingFaults].find((each) => each.name === `database.${name}`)!;
    const interrupt = new AbortController();
    const struck = kind.strike(lab, 'order', new Random(1), interrupt.signal);
    await eventually(async () => (await write()) === sqlState, { what: sqlState });
    interrupt.abort();
    await struck;
    expect(await write()).toBeUndefined();
    const { rows } = await withClient(lab.databases[0]!.administratorUrl, (client) =>
      client.query(`SELECT FROM pg_proc WHERE proname = 'laboratory_fault'`),
    );
    expect(rows).toEqual([]);
  });
});
