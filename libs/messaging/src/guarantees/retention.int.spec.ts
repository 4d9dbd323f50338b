import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from '@nats-io/transport-node';
import { jetstreamManager } from '@nats-io/jetstream';
import { silentLog } from '../log.js';
import { republish } from '../outbox/republish.sql.js';
import { Cleaner } from '../retention/cleaner.js';
import { CLEAN_UPS } from '../retention/delete-old.sql.js';
import { eventsOf, inversions } from './testing/events.js';
import { transactionsOf } from './testing/pg-transactions.js';
import { Site } from './testing/site.js';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('published rows stay for the retention', () => {
  let site: Site;

  beforeEach(async () => {
    site = await Site.open();
  });
  afterEach(() => site[Symbol.asyncDispose]());

  it('and can be sent again after the broker lost them, in order, with no effect twice', async () => {
    const since = new Date();
    const first = await site.start();
    await site.append(first, eventsOf(['a', 'b', 'c'], 60));
    await site.untilEffects(60);
    await first.stop();
    const admin = await connect({ servers: site.natsUrl });
    await (await jetstreamManager(admin)).streams.delete(site.contract.stream);
    await admin.close();

    const second = await site.start();
    expect(await site.stored()).toEqual([]);
    const { transactions } = second.messaging;
    const { rows: resent } = await transactions.run((tx) => republish(tx, since));
    await site.append(second, eventsOf(['a', 'b', 'c'], 3, 20));
    await site.untilPublished();
    const stored = (await site.stored()).map(({ data }) => data);
    expect([resent, stored.length, inversions(stored)]).toEqual([60, 63, []]);
    await site.untilSettled(site.durables);
    const outcomes = second.spies.all.seen.map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(60);
    expect(inversions(await site.untilEffects(63))).toEqual([]);
    expect(await site.effectCount()).toBe(63);

    const later = new Date(Date.now() + 1_000);
    expect(await transactions.run((tx) => republish(tx, later))).toMatchObject({ rows: 0 });
  });

  it('and go then, in bounded rounds, with inbox and attempts; what is pending or parked stays', async () => {
    const now = new Date();
    const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString();
    const outbox = (state: string, count: number, columns: Record<string, string | null>) =>
      site.pool.query(
        `INSERT INTO outbox (message_id, subject, key, bucket, headers, payload, created_at, published_at, dead_at)
         SELECT $1 || i, 's', 'k', 0, '{}', '{}', $2::timestamptz, $3::timestamptz, $4::timestamptz
         FROM generate_series(1, $5::int) AS i`,
        [state, columns['created'], columns['published'] ?? null, columns['dead'] ?? null, count],
      );
    await outbox('old', 2_500, { created: daysAgo(9), published: daysAgo(8) });
    await outbox('late', 1, { created: daysAgo(9), published: daysAgo(6) });
    await outbox('resent', 1, { created: daysAgo(9), published: daysAgo(6) });
    await site.pool.query(`UPDATE outbox SET resend_id = gen_random_uuid() WHERE message_id = 'resent1'`);
    await outbox('fresh', 1, { created: daysAgo(6), published: daysAgo(6) });
    await outbox('pending', 1, { created: daysAgo(9) });
    await outbox('dead', 1, { created: daysAgo(9), dead: daysAgo(8) });
    for (const days of [8, 6]) {
      await site.pool.query('INSERT INTO inbox (consumer, message_id, handled_at) VALUES ($1, $2, $3)', [
        'c',
        `${days} days`,
        daysAgo(days),
      ]);
      await site.pool.query(
        'INSERT INTO inbox_failure (consumer, message_id, attempts, history, last_failed_at) VALUES ($1, $2, 1, $3, $4)',
        ['c', `${days} days`, '[]', daysAgo(days)],
      );
    }
    await site.pool.query(
      `INSERT INTO outbox_scheduled (message_id, subject, key, bucket, headers, payload, due_at, cancelled_at)
       VALUES ('cancelled', 's', 'k', 0, '{}', '{}', $1, $1), ('overdue', 's', 'k', 0, '{}', '{}', $1, NULL)`,
      [daysAgo(8)],
    );
    await site.pool.query(
      `INSERT INTO process_instance (process, id, state, started_at, ended_at, outcome)
       VALUES ('p', 'ended', '{}', $1, $1, 'done'), ('p', 'running', '{}', $1, NULL, NULL)`,
      [daysAgo(8)],
    );
    let rounds = 0;
    const run = transactionsOf(site.pool);
    const counting: typeof run = (work) => {
      rounds += 1;
      return run(work);
    };
    const cleaner = new Cleaner({ run: counting }, silentLog, 7 * DAY_MS);
    expect(await cleaner.clean(now)).toBe(2_505);
    // 1,000, 1,000 and 500 rows of the outbox, and one round for each of the other four.
    expect(rounds).toBe(7);
    const left = async (sql: string) =>
      (await site.pool.query<{ id: string }>(sql)).rows.map(({ id }) => id).sort();
    expect(await left('SELECT message_id AS id FROM outbox')).toEqual([
      'dead1',
      'fresh1',
      'late1',
      'pending1',
    ]);
    expect(await left('SELECT message_id AS id FROM inbox')).toEqual(['6 days']);
    expect(await left('SELECT message_id AS id FROM inbox_failure')).toEqual(['6 days']);
    expect(await left('SELECT message_id AS id FROM outbox_scheduled')).toEqual(['overdue']);
    expect(await left('SELECT id FROM process_instance')).toEqual(['running']);
    expect(await cleaner.clean(now)).toBe(0);
  });

  it.each([
    [
      'outbox',
      `INSERT INTO outbox (message_id, subject, key, bucket, headers, payload, created_at, published_at)
       SELECT 'm' || i, 's', 'k', 0, '{}', '{}', $1::timestamptz, $1::timestamptz FROM generate_series(1, 20000) AS i`,
    ],
    [
      'inbox',
      `INSERT INTO inbox (consumer, message_id, handled_at)
       SELECT 'c', 'm' || i, $1::timestamptz FROM generate_series(1, 20000) AS i`,
    ],
  ] as const)(
    'and looking for more in %s reads next to nothing, though new rows took their room',
    async (table, fill) => {
      const now = new Date();
      const before = new Date(now.getTime() - 7 * DAY_MS).toISOString();
      const run = transactionsOf(site.pool);
      await site.pool.query(fill, [new Date(now.getTime() - 8 * DAY_MS)]);
      await new Cleaner({ run }, silentLog, 7 * DAY_MS).clean(now);
      await site.pool.query(`VACUUM (TRUNCATE FALSE) ${table}`);
      await site.pool.query(fill, [now]);
      await site.pool.query(`VACUUM ANALYZE ${table}`);
      const { rows } = await site.pool.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
        `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${CLEAN_UPS[table].replaceAll('$1', `'${before}'`).replace('$2', `'1000'`)}`,
      );
      const { Plan: plan } = rows[0]!['QUERY PLAN'][0];
      expect(plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!).toBeLessThan(20);
    },
  );

  it('and several may clean at once', async () => {
    await site.pool.query(
      `INSERT INTO inbox (consumer, message_id, handled_at) SELECT 'many', 'm' || i, now() - interval '8 days' FROM generate_series(1, 3000) AS i`,
    );
    const run = transactionsOf(site.pool);
    const cleaners = [1, 2, 3].map(() => new Cleaner({ run }, silentLog, 7 * DAY_MS));
    const deleted = await Promise.all(cleaners.map((cleaner) => cleaner.clean(new Date())));
    expect(deleted.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(3_000);
    // What one had locked the others passed over; a round later it is gone all the same.
    await cleaners[0]!.clean(new Date());
    const { rows } = await site.pool.query(`SELECT FROM inbox WHERE consumer = 'many'`);
    expect(rows).toEqual([]);
  });
});
