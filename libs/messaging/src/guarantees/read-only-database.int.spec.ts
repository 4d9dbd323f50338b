import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testNats, type TestNatsServer } from '@waybill/testing';
import type { Publisher } from '../transport/transport.js';
import { eventsOf } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Site, THE_TEST } from './testing/site.js';

const KEYS = ['a', 'b', 'c'];

/** As after a failover to a replica, for every session but those of the test, which override it. */
async function setReadOnly(site: Site, readOnly: boolean): Promise<void> {
  const { name } = site.database;
  await site.pool.query(
    readOnly
      ? `ALTER DATABASE ${name} SET default_transaction_read_only = on`
      : `BEGIN READ WRITE; ALTER DATABASE ${name} RESET default_transaction_read_only; COMMIT`,
  );
  await site.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name <> $1`,
    [THE_TEST],
  );
}

describe('while the database is read-only', () => {
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

  it('the relay sends nothing, as it could mark nothing, and goes on by itself', async () => {
    const sent: string[] = [];
    const transport = await site.connect();
    const counted: Publisher['publish'] = (message) => {
      sent.push(message.id);
      return publish(message);
    };
    const publish = transport.publish.bind(transport);
    transport.publish = counted;
    const replica = await site.start({ roles: ['relay'], transport });
    await setReadOnly(site, true);
    await eventually(() => replica.logged.some(({ message }) => /^the database is read-only/.test(message)));
    const client = await site.pool.connect();
    try {
      await client.query('BEGIN READ WRITE');
      await replica.messaging.outbox.publishAll(client, site.contract, eventsOf(KEYS, 30));
      await client.query('COMMIT');
    } finally {
      client.release();
    }
    const tries = () =>
      replica.logged.filter(({ message }) => /^the database is read-only/.test(message)).length;
    const before = tries();
    await eventually(() => tries() >= before + 3);
    expect(sent).toEqual([]);
    expect(replica.messaging.health.check()).toContainEqual(
      expect.objectContaining({ name: 'relay', detail: 'sends nothing: the database is read-only' }),
    );
    await setReadOnly(site, false);
    await site.untilPublished();
    expect(sent).toHaveLength(30);
    expect(new Set(sent).size).toBe(30);
  });

  it('consumers hold their messages, say why, and use up no attempt', async () => {
    const consumer = await site.start({
      roles: ['consumers'],
      // One failure would be the last.
      subscriptions: [site.on({ retry: { attempts: 1 } })],
    });
    await setReadOnly(site, true);
    const items = eventsOf(KEYS, 30).map((data) => ({ contract: site.contract, data }));
    await consumer.messaging.direct.publishAll(items);
    await eventually(() =>
      consumer.logged.some(({ message }) => /^the database is read-only: messages are held/.test(message)),
    );
    expect(await site.effectCount()).toBe(0);
    await setReadOnly(site, false);
    expect(await site.untilEffects(30)).toHaveLength(30);
    expect(new Set(consumer.spies.all.seen.map(({ outcome }) => outcome))).toEqual(new Set(['handled']));
    expect(consumer.logged.filter(({ message }) => /does not respond/.test(message))).toEqual([]);
  });
});
