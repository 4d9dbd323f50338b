import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from '@nats-io/transport-node';
import { jetstreamManager } from '@nats-io/jetstream';
import { republish } from '../outbox/republish.sql.js';
import { resendProgress } from '../outbox/resend-progress.sql.js';
import type { Happened } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Site } from './testing/site.js';

describe('what is republished inside the broker’s duplicate window', () => {
  let site: Site;

  beforeEach(async () => {
    site = await Site.open();
  });
  afterEach(() => site[Symbol.asyncDispose]());

  const events: Happened[] = [1, 2, 3].flatMap((n) => ['a', 'b'].map((key) => ({ key, n })));

  async function purge(): Promise<void> {
    const admin = await connect({ servers: site.natsUrl });
    await (await jetstreamManager(admin)).streams.purge(site.contract.stream);
    await admin.close();
  }

  it('is stored and handled, though a purge took it a moment ago', async () => {
    const since = new Date();
    const relay = await site.start({ roles: ['relay'] });
    await site.append(relay, events);
    await site.untilPublished();
    await purge();
    await relay.messaging.transactions.run((tx) => republish(tx, since));
    await site.untilPublished();
    expect(await site.stored()).toHaveLength(events.length);
    await site.start();
    const effects = await site.untilEffects(events.length);
    expect(effects.map(({ key, n }) => `${key}${n}`).sort()).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3']);
  });

  it('is stored each time that somebody says so, and takes effect once', async () => {
    const since = new Date();
    const replica = await site.start();
    const ids = await site.append(replica, events);
    await site.untilEffects(events.length);
    await site.untilPublished();
    for (const times of [2, 3]) {
      await replica.messaging.transactions.run((tx) => republish(tx, since));
      await site.untilPublished();
      expect(await site.stored()).toHaveLength(times * events.length);
    }
    await site.untilSettled(site.durables);
    expect((await site.effects()).map(({ eventId }) => eventId).sort()).toEqual([...ids].sort());
  });

  it('is known by its event’s id: its failed attempts, and the dead letter that is still open', async () => {
    const since = new Date();
    const relay = await site.start({ roles: ['relay'] });
    const [id] = await site.append(relay, [{ key: 'broken', n: 1 }]);
    await site.untilPublished();
    await purge();
    const resend = () => relay.messaging.transactions.run((tx) => republish(tx, since));
    await resend();
    const { spies } = await site.start({
      roles: ['consumers'],
      subscriptions: [site.on({ retry: { attempts: 2, baseMs: 1, maxMs: 1 } })],
      handle: () => Promise.reject(new Error('broken')),
    });
    const letters = () => site.desk.list({ consumer: site.service });
    await eventually(async () => (await letters()).length === 1);
    const { rows } = await site.pool.query('SELECT message_id AS id, attempts FROM inbox_failure');
    expect(rows).toEqual([{ id, attempts: 2 }]);

    await resend();
    await spies.all.waitFor(({ outcome }) => outcome === 'duplicate', { timeoutMs: 20_000 });
    expect((await letters()).map(({ eventId }) => eventId)).toEqual([id]);
  });

  it('is counted until it is out', async () => {
    const since = new Date();
    const replica = await site.start({ roles: ['relay'] });
    await site.append(replica, events);
    await site.untilPublished();
    await replica.stop();
    const { resendId, rows } = await republish(site.pool, since);
    expect(rows).toBe(events.length);
    expect(await resendProgress(site.pool, resendId)).toEqual({ waiting: events.length, parked: 0 });
    await site.start({ roles: ['relay'] });
    await eventually(async () => (await resendProgress(site.pool, resendId)).waiting === 0);
  });
});
