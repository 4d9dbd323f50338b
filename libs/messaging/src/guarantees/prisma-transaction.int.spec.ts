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
        site.on({ retry: { attempts: 3, baseMs: 20 } }),
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
    await eventually(() => outcomesOf('once').length === 2);
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
