import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { silentLog } from '../log.js';
import { Cleaner } from '../retention/cleaner.js';
import { MessagingService } from '../messaging-service.js';
import type { EventMessage } from '../message/event-message.js';
import { republish } from '../outbox/republish.sql.js';
import { outboxStatus } from '../outbox/status.sql.js';
import { HandlerSpies } from '../testing/handler-spies.js';
import { eventsOf, inversions, type Happened } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { surviving } from './testing/pg-transactions.js';
import { openPrisma, type GeneratedClient, type PrismaTransaction } from './testing/prisma/open-prisma.js';
import { RecordEffect, Site } from './testing/site.js';

class InBatches {
  async handle(): Promise<void> {}
}

describe('with Prisma’s transactions', () => {
  let site: Site;
  let pool: pg.Pool;
  let prisma: GeneratedClient;
  let messaging: MessagingService<PrismaTransaction>;
  let spies: HandlerSpies;

  beforeEach(async () => {
    spies = new HandlerSpies();
    site = await Site.open();
    pool = surviving(new pg.Pool({ connectionString: site.database.url, max: 8 }));
    prisma = await openPrisma(pool);
    messaging = new MessagingService<PrismaTransaction>({
      service: site.service,
      roles: new Set(['relay', 'consumers']),
      transport: await site.connect(),
      pool,
      transaction: (work) => prisma.$transaction(work, { maxWait: 10_000, timeout: 60_000 }),
      subscriptions: [
        site.on({ retry: { attempts: 3, baseMs: 20 }, timeout: '1s' }),
        site.inBatches({}, { handler: InBatches }),
      ],
      publishes: [site.contract],
      observers: [spies],
      log: silentLog,
      invoke: async ({ handler }, payload, { tx, attempt }) => {
        for (const { id, data } of [payload].flat() as EventMessage<Happened>[]) {
          const { key, n, fault } = data;
          await tx.effect.create({ data: { eventId: id, key, n, replica: handler.name } });
          if (fault === 'once' && handler === RecordEffect && attempt === 1) throw new Error('once');
          if (fault === 'never' && handler === RecordEffect) await new Promise(() => undefined);
          if (fault === 'asleep' && handler === RecordEffect)
            await tx.$queryRawUnsafe('SELECT pg_sleep(600)::text');
          if (fault === 'always') throw new Error('always \0 \ud800');
        }
      },
    });
    await messaging.reconcile();
    messaging.startRelay();
    await messaging.startConsumers();
  });
  afterEach(async () => {
    await messaging.stop();
    await prisma.$disconnect();
    await pool.end();
    await site[Symbol.asyncDispose]();
  });

  const outcomesOf = (key: string) =>
    spies
      .of(site.service)
      .seen.filter(({ event }) => event?.key === key)
      .map(({ outcome }) => outcome);

  it('events go out if and only if the transaction commits, alone and together, in order', async () => {
    const { transactions, outbox } = messaging;
    await transactions.run((tx) => outbox.publish(tx, site.contract, { key: 'one "ä" ☕', n: 1 }));
    await transactions.run((tx) => outbox.publishAll(tx, site.contract, eventsOf(['a', 'b'], 40)));
    const rollback = transactions.run(async (tx) => {
      await outbox.publish(tx, site.contract, { key: 'never', n: 1 });
      throw new Error('changed my mind');
    });
    await expect(rollback).rejects.toThrow('changed my mind');
    await spies.all.waitForAll(82, ({ outcome }) => outcome === 'handled', { timeoutMs: 20_000 });
    const stored = (await site.stored()).map(({ data }) => data);
    expect([stored.length, inversions(stored)]).toEqual([41, []]);
    const effects = await site.effects();
    expect(effects).toHaveLength(82);
    expect(inversions(effects.filter(({ replica }) => replica === RecordEffect.name))).toEqual([]);
  });

  it('handlers are retried, dead-lettered and replayed, and duplicates are dropped', async () => {
    const { transactions, outbox } = messaging;
    const since = new Date();
    await transactions.run((tx) =>
      outbox.publishAll(tx, site.contract, [
        { key: 'once', n: 0, fault: 'once' },
        { key: 'always', n: 0, fault: 'always' },
      ]),
    );
    const [letter] = await eventually(async () => {
      const letters = await site.desk.list({ consumer: site.service });
      return letters.length > 0 && letters;
    });
    expect(letter!.history).toHaveLength(3);
    await eventually(() => outcomesOf('once').length === 2 && outcomesOf('always').length === 3);
    expect([outcomesOf('once'), outcomesOf('always')]).toEqual([
      ['retried', 'handled'],
      ['retried', 'retried', 'dead-lettered'],
    ]);
    await site.desk.replay(letter!.id);
    await eventually(async () =>
      (await site.desk.list({ consumer: site.service })).some(({ id }) => id !== letter!.id),
    );
    expect(await transactions.run((tx) => republish(tx, since))).toMatchObject({ rows: 2 });
    await eventually(async () => (await transactions.run((tx) => outboxStatus(tx))).pending === 0);
  });

  it('what comes after the end of its transaction is refused, and ends no process', async () => {
    const { transactions, outbox } = messaging;
    let late!: PrismaTransaction;
    await transactions.run(async (tx) => {
      late = tx;
      // Not waited for, and still of this transaction.
      void outbox.publish(tx, site.contract, { key: 'unawaited', n: 0 });
    });
    const unheard: unknown[] = [];
    const hear = (reason: unknown) => unheard.push(reason);
    process.on('unhandledRejection', hear);
    void outbox.publish(late, site.contract, { key: 'late', n: 0 });
    const create = late.effect.create({ data: { eventId: 'late', key: 'late', n: 0, replica: 'late' } });
    await expect(create).rejects.toMatchObject({ code: 'TRANSACTION_ENDED' });
    await expect(late.$queryRawUnsafe('SELECT 1')).rejects.toMatchObject({ code: 'TRANSACTION_ENDED' });
    process.off('unhandledRejection', hear);
    await spies.all.waitForAll(2, ({ outcome }) => outcome === 'handled', { timeoutMs: 20_000 });
    expect((await site.stored()).map(({ data }) => data.key)).toEqual(['unawaited']);
    expect([unheard, (await site.effects()).filter(({ key }) => key === 'late')]).toEqual([[], []]);
  });

  it('a handler that does not end in time is rolled back and dead-lettered, its statement under way included', async () => {
    const { transactions, outbox } = messaging;
    await transactions.run((tx) =>
      outbox.publishAll(tx, site.contract, [
        { key: 'never', n: 0, fault: 'never' },
        { key: 'asleep', n: 0, fault: 'asleep' },
      ]),
    );
    const letters = await eventually(async () => {
      const found = await site.desk.list({ consumer: site.service });
      return found.length === 2 && found;
    });
    expect(letters).toMatchObject(new Array(2).fill({ error: { code: 'HANDLER_TIMED_OUT' } }));
    await eventually(async () => {
      const { rows } = await site.pool.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_stat_activity
         WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()`,
      );
      return rows[0]!.count === 0;
    });
    const effects = await site.effects();
    expect(effects.filter(({ replica }) => replica === RecordEffect.name)).toEqual([]);
    // Every connection of the pool is there again.
    await Promise.all(Array.from({ length: 7 }, () => pool.query('SELECT pg_sleep(0.05)')));
  });

  it('what has grown old is deleted', async () => {
    const { transactions, outbox } = messaging;
    await transactions.run((tx) => outbox.publish(tx, site.contract, { key: 'once', n: 0, fault: 'once' }));
    await spies.all.waitForAll(2, ({ outcome }) => outcome === 'handled', { timeoutMs: 20_000 });
    await site.untilPublished();
    // Inbox rows go once their consumer stands well beyond them.
    await site.pool.query(
      `UPDATE consumer_position SET handled_until = clock_timestamp() + interval '2 hours'`,
    );
    const cleaner = new Cleaner(transactions, silentLog, 0);
    // The event, its row in either inbox, and the failed attempt.
    expect(await cleaner.clean(new Date(Date.now() + 60_000))).toBe(4);
  });
});
