import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from '@nats-io/transport-node';
import { jetstreamManager } from '@nats-io/jetstream';
import { createTestDatabase } from '@waybill/testing';
import pg from 'pg';
import { silentLog } from '../log.js';
import { Cleaner } from '../retention/cleaner.js';
import { ChangingShop, NO_FAULTS } from './testing/changing-shop.js';
import { eventually } from './testing/eventually.js';
import { surviving, transactionsOf } from './testing/pg-transactions.js';

const HOUR_MS = 60 * 60 * 1000;

describe('a consumer’s position', () => {
  let shop: ChangingShop;
  let admin: Awaited<ReturnType<typeof connect>>;
  let jsm: Awaited<ReturnType<typeof jetstreamManager>>;

  beforeEach(async () => {
    shop = await ChangingShop.open();
    admin = await connect({ servers: shop.site.natsUrl });
    jsm = await jetstreamManager(admin);
  });
  afterEach(async () => {
    await admin.close();
    await shop[Symbol.asyncDispose]();
  });

  const both = () => [shop.Confirmed, shop.Cancelled];
  const stream = () => shop.Confirmed.stream;
  const durable = (lane = 'standard', part = 0) => `${shop.site.service}_${lane}_${part}of8`;
  const settled = () => shop.site.untilSettled(shop.site.durables);

  it('is kept where a durable is deleted while the service runs: no restart, nothing lost or repeated', async () => {
    const replica = await shop.replica(shop.taking(both()));
    await shop.append(both(), 60);
    for (let part = 0; part < 8; part++) await jsm.consumers.delete(stream(), durable('standard', part));
    await shop.append(both(), 60);
    expect(await shop.faults()).toEqual(NO_FAULTS);
    expect(await shop.site.broker.reader.durables(stream())).toHaveLength(16);
    await eventually(() => replica.messaging.topologyDrifts.length === 0);
  });

  it('is kept where the stream is deleted: what is published from then on is handled by every consumer', async () => {
    const mails = `${shop.site.service}-mails`;
    await shop.replica(shop.taking(both()));
    await shop.replica(shop.taking(both(), { as: mails }), { handle: async () => {} });
    await shop.append(both(), 24);
    expect(await shop.faults()).toEqual(NO_FAULTS);
    await jsm.streams.delete(stream());
    await eventually(async () => (await shop.site.broker.reader.durables(stream())).length === 32, {
      timeoutMs: 30_000,
    });
    await shop.append(both(), 24);
    expect(await shop.faults()).toEqual(NO_FAULTS);
    await shop.site.untilSettled(
      shop.site.durables.map(({ name, stream }) => ({
        stream,
        name: name.replace(shop.site.service, mails),
      })),
    );
  });

  it('goes back with a database that was restored from a backup', async () => {
    const first = await shop.replica(shop.taking(both()));
    await shop.append(both(), 36);
    await shop.faults();
    await settled();
    await first.stop();
    const backup = await copyOf(shop);
    const second = await shop.replica(shop.taking(both()));
    await shop.append(both(), 36);
    expect(await shop.faults()).toEqual(NO_FAULTS);
    await settled();
    await second.stop();

    await restore(shop, backup);
    const third = await shop.replica(shop.taking(both()));
    await shop.append(both(), 12);
    expect(await shop.faults()).toEqual(NO_FAULTS);
    expect(third.logged.map(({ message }) => message)).toContain('a durable was moved');
  });

  it('is within what the inbox remembers, however long its durable was left alone', async () => {
    const before = shop.taking(both(), { ordering: 'none' });
    // Without order, and that is not what is asked here.
    const unordered = async () => ({ ...(await shop.faults()), reordered: [] });
    const first = await shop.replica(before);
    await shop.append(both(), 24);
    expect(await unordered()).toEqual(NO_FAULTS);
    await first.stop();
    // Another way to share: the old durables stay where they are, with messages ahead of them.
    const second = await shop.replica(shop.taking(both()));
    await shop.append(both(), 24);
    expect(await unordered()).toEqual(NO_FAULTS);
    await settled();
    await second.stop();
    // A week later: the inbox has been cleaned up to there.
    const run = transactionsOf(shop.site.pool);
    await shop.site.pool.query(`UPDATE inbox SET handled_at = handled_at - interval '3 hours'`);
    await shop.site.pool.query(
      `UPDATE consumer_position SET handled_until = clock_timestamp() + interval '2 hours'`,
    );
    expect(await new Cleaner({ run }, silentLog, HOUR_MS).clean(new Date())).toBe(48);
    await shop.site.pool.query(`UPDATE inbox_horizon SET forgotten_until = clock_timestamp()`);
    // By the margin for the broker's clock, which would bring back what this test published a moment ago.
    await shop.site.pool.query(
      `UPDATE consumer_position SET handled_until = clock_timestamp() + interval '5 seconds'`,
    );
    await shop.replica(before);
    await shop.append(both(), 12);
    expect(await unordered()).toEqual(NO_FAULTS);
    expect(await shop.site.effectCount()).toBe(60);
  });

  it('holds up the clean-up of its inbox: what may be delivered again is remembered', async () => {
    await shop.replica(shop.taking(both()));
    await shop.append(both(), 12);
    await shop.faults();
    await settled();
    const run = transactionsOf(shop.site.pool);
    await shop.site.pool.query(`UPDATE inbox SET handled_at = handled_at - interval '3 days'`);
    await shop.site.pool.query(
      `UPDATE consumer_position SET handled_until = clock_timestamp() - interval '5 days'`,
    );
    const cleaner = new Cleaner({ run }, silentLog, HOUR_MS);
    expect(await cleaner.clean(new Date())).toBe(0);
    // The one time is by the broker's clock, the other by the database's: they may differ by almost an hour.
    await shop.site.pool.query(
      `UPDATE consumer_position
       SET handled_until = (SELECT max(handled_at) FROM inbox) + interval '30 minutes'`,
    );
    expect(await cleaner.clean(new Date())).toBe(0);
    await shop.site.pool.query(`UPDATE consumer_position SET handled_until = clock_timestamp()`);
    expect(await cleaner.clean(new Date())).toBe(12);
    const { rows } = await shop.site.pool.query(`SELECT consumer FROM inbox_horizon`);
    expect(rows).toEqual([{ consumer: shop.site.service }]);
  });

  it('is taken over by its new name: what was published meanwhile is handled, though a new consumer would start now', async () => {
    const former = shop.site.service;
    const old = await shop.replica(shop.taking(both(), { startFrom: 'now' }));
    await shop.append(both(), 12);
    expect(await shop.faults()).toEqual(NO_FAULTS);
    await settled();
    await old.stop();
    await shop.append(both(), 12);
    await shop.site.untilPublished();
    await shop.replica(shop.taking(both(), { as: `${former}-renamed`, formerly: former, startFrom: 'now' }));
    expect(await shop.faults()).toEqual(NO_FAULTS);
  });

  it('and inbox are the new name’s own once it has run: it needs its former name no longer', async () => {
    const former = shop.site.service;
    const as = `${former}-renamed`;
    const old = await shop.replica(shop.taking(both()));
    await shop.append(both(), 12);
    expect(await shop.faults()).toEqual(NO_FAULTS);
    await settled();
    await old.stop();
    await (await shop.replica(shop.taking(both(), { as, formerly: former }))).stop();
    const replica = await shop.replica(shop.taking(both(), { as }));
    await replica.messaging.inspection.reply('consumers.rewind', {
      consumer: as,
      to: 'beginning',
      repeat: false,
    });
    await shop.append(both(), 12);
    expect(await shop.faults()).toEqual(NO_FAULTS);
    expect(await shop.site.effectCount()).toBe(24);
  });

  it('begins where the subscription says: a new consumer that starts now dispatches nothing of before', async () => {
    await shop.append(both(), 24, { ignored: shop.Confirmed });
    await shop.site.untilPublished();
    const replica = await shop.replica(shop.taking([shop.Confirmed], { startFrom: 'now' }));
    expect(replica.logged.map(({ message }) => message)).toContain('a consumer begins');
    await shop.append([shop.Confirmed], 12);
    await eventually(async () => (await shop.site.effectCount()) >= 12);
    await settled();
    expect(await shop.site.effectCount()).toBe(12);
  });

  it('is refused to a service with another database', async () => {
    await shop.replica(shop.taking(both()));
    const other = await createTestDatabase('order');
    const refused = shop.replica(shop.taking(both()), { databaseUrl: other.url });
    await expect(refused).rejects.toThrow(/belongs to .* with another database .*NATS_NAMESPACE/);
    await shop.site.stopReplicas();
    await other.drop();
  });

  it('is reported as in danger if the stream gets a limit that drops unhandled messages', async () => {
    const replica = await shop.replica(shop.taking(both()));
    await jsm.streams.update(stream(), { max_msgs: 1 });
    await eventually(() => replica.messaging.topologyDrifts.length > 0, { timeoutMs: 20_000 });
    expect(replica.messaging.topologyDrifts).toMatchObject([
      {
        item: `stream ${stream()}`,
        kind: 'loses-messages',
        detail: expect.stringContaining('max_msgs is 1'),
      },
    ]);
    await jsm.streams.update(stream(), { max_msgs: -1 });
    await eventually(() => replica.messaging.topologyDrifts.length === 0, { timeoutMs: 20_000 });
  });

  it('belongs to no service once the consumer is removed: a replay of its letters is refused, and the letter stays open', async () => {
    const replica = await shop.replica(shop.taking([shop.Confirmed]));
    await shop.poison(1);
    await replica.stop();
    await jsm.consumers.delete('DEAD', `${shop.site.service}_replay`);
    const [letter] = await shop.letters([shop.site.service]);
    await expect(shop.site.desk.replay(letter!.id)).rejects.toMatchObject({ code: 'DEAD_LETTER_ORPHANED' });
    expect(await shop.letters([shop.site.service])).toHaveLength(1);
  });
});

type Row = Record<string, unknown>;
const TABLES = ['effect', 'inbox', 'inbox_failure', 'consumer_position', 'inbox_horizon'];

/** What a backup of the consumer's tables holds. */
async function copyOf({ site }: ChangingShop): Promise<Map<string, Row[]>> {
  const tables = new Map<string, Row[]>();
  for (const table of TABLES) {
    tables.set(table, (await site.pool.query<Row>(`SELECT * FROM ${table}`)).rows);
  }
  return tables;
}

async function restore({ site }: ChangingShop, backup: Map<string, Row[]>): Promise<void> {
  const pool = surviving(new pg.Pool({ connectionString: site.database.url, max: 1 }));
  for (const [table, rows] of backup) {
    await pool.query(`TRUNCATE ${table}`);
    await pool.query(`INSERT INTO ${table} SELECT * FROM json_populate_recordset(null::${table}, $1::json)`, [
      JSON.stringify(rows),
    ]);
  }
  await pool.end();
}
