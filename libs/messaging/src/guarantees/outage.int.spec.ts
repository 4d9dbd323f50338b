import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testNats, type TestNatsServer } from '@waybill/testing';
import { BrokerUnavailable } from '../errors.js';
import { eventsOf, inversions, recordEffect } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { SeverableLink } from './testing/severable-link.js';
import { Site, THE_TEST, type Replica } from './testing/site.js';

const KEYS = Array.from({ length: 12 }, (_, index) => `key-${index}`);

describe('when a part is down, everything resumes by itself', () => {
  let nats: TestNatsServer;
  let site: Site;

  beforeAll(async () => {
    nats = await testNats({ isolated: true });
  });
  beforeEach(async () => {
    site = await Site.open({ natsUrl: nats.url });
  });
  afterEach(() => site[Symbol.asyncDispose]());
  afterAll(() => nats.stop());

  /** Nothing lost, nothing twice, nothing out of order, nothing parked or dead-lettered. */
  async function expectWhole(count: number): Promise<void> {
    const effects = await site.untilEffects(count, 40_000);
    expect(effects).toHaveLength(count);
    expect(inversions(effects)).toEqual([]);
    await site.untilPublished();
    expect(await site.outbox()).toMatchObject({ pending: 0, parked: 0 });
    await site.untilSettled(site.durables);
    expect(await site.effectCount()).toBe(count);
    expect(await site.desk.list({ consumer: site.service })).toEqual([]);
  }

  /** Appends one transaction after the other, each until it is known to have committed, as a client that resends does. */
  async function appendResending({ messaging }: Replica, rounds: number): Promise<void> {
    const events = eventsOf(KEYS, KEYS.length * rounds);
    const worker = async (key: string) => {
      for (const event of events.filter((each) => each.key === key)) {
        const id = `${key}-${event.n}`;
        await eventually(
          async () => {
            const known = await site.pool.query('SELECT FROM outbox WHERE message_id = $1', [id]);
            if (known.rows.length > 0) return true;
            await messaging.transactions.run((tx) =>
              messaging.outbox.publish(tx, site.contract, event, { id }),
            );
            return true;
          },
          { what: `${id} is appended` },
        );
      }
    };
    await Promise.all(KEYS.map(worker));
  }

  it('the broker: killed and started again under load; what is published meanwhile waits in the outbox', async () => {
    const replica = await site.start({ ackWaitMs: 2_000 });
    for (let round = 0; round < 8; round++) await site.append(replica, eventsOf(KEYS, 60, 5 * round));
    await site.untilEffects(50);
    await nats.kill();
    await eventually(
      async () =>
        (await replica.messaging.direct
          .publish(site.contract, { key: 'direct', n: 0 })
          .catch((error: unknown) => error)) instanceof BrokerUnavailable,
    );
    for (let round = 8; round < 12; round++) await site.append(replica, eventsOf(KEYS, 60, 5 * round));
    expect((await site.outbox()).pending).toBeGreaterThanOrEqual(240);
    await nats.start();
    await eventually(() => site.broker.isConnected());
    await expectWhole(720);
    expect(replica.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('the database’s sessions, all of them ended again and again under load', async () => {
    const replica = await site.start({ ackWaitMs: 2_000 });
    const appending = appendResending(replica, 25);
    for (let times = 1; times <= 4; times++) {
      await site.untilEffects(50 * times);
      await site.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name <> $1`,
        [THE_TEST],
      );
    }
    await appending;
    await expectWhole(KEYS.length * 25);
    // The relay started again with a session of its own, and its leases.
    expect(replica.logged.some(({ message }) => /relay lost its database session/.test(message))).toBe(true);
  });

  it('the database: gone for a while under load; messages are held and use up no attempt', async () => {
    const url = new URL(site.database.url);
    const link = await SeverableLink.to(url);
    url.port = String(link.port);
    const publisher = await site.start({ roles: ['relay'] });
    const consumer = await site.start({
      roles: ['relay', 'consumers'],
      databaseUrl: url.href,
      ackWaitMs: 1_000,
      // One failure would be the last.
      subscriptions: [site.on({ retry: { attempts: 1 } })],
      handle: async (events, { tx }) => {
        await tx.query('SELECT pg_sleep(0.002)');
        await recordEffect(tx, events);
      },
    });
    await site.append(publisher, eventsOf(KEYS, 600));
    await site.untilEffects(100);
    await link.cut();
    const held = () => consumer.logged.filter(({ message }) => /messages are held/.test(message)).length;
    // Longer than the ack wait, and several rounds of waiting for the database.
    const cutAt = performance.now();
    await eventually(() => held() > 8 && performance.now() - cutAt > 1_500);
    await link.restore();
    await expectWhole(600);
    const { rows } = await site.pool.query('SELECT FROM inbox_failure WHERE jsonb_array_length(history) > 0');
    expect(rows).toEqual([]);
    expect(
      consumer.spies.all.seen.every(({ outcome }) => outcome === 'handled' || outcome === 'duplicate'),
    ).toBe(true);
    await site.stopReplicas();
    await link.cut();
  });
});
