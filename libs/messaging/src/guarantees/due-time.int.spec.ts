import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import type { OutboxPublishOptions } from '../outbox/outbox.js';
import { inversions, type Happened } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Site, type Replica } from './testing/site.js';

describe('an event with a due time', () => {
  let site: Site;

  beforeEach(async () => {
    site = await Site.open();
  });
  afterEach(() => site[Symbol.asyncDispose]());

  const inTransaction = <T>(replica: Replica, work: (tx: pg.PoolClient) => Promise<T>) =>
    replica.messaging.transactions.run(work);
  const schedule = (replica: Replica, data: Happened, options: OutboxPublishOptions) =>
    inTransaction(replica, (tx) => replica.messaging.outbox.publish(tx, site.contract, data, options));
  const cancel = (replica: Replica, id: string) =>
    inTransaction(replica, (tx) => replica.messaging.outbox.cancel(tx, id));
  const numbers = async () => (await site.stored()).map(({ data }) => data.n);
  const untilStored = (count: number) =>
    eventually(async () => (await site.stored()).length >= count, { what: `${count} messages are stored` });
  /** As if that much time had passed. */
  const letPass = (hours: number) =>
    site.pool.query('UPDATE outbox_scheduled SET due_at = due_at - make_interval(hours => $1)', [hours]);
  const waiting = async () => {
    const { rows } = await site.pool.query('SELECT FROM outbox_scheduled WHERE cancelled_at IS NULL');
    return rows.length;
  };

  it('is published when it is due and not before, in order for its key among what is published at once', async () => {
    const relay = await site.start({ roles: ['relay'] });
    await schedule(relay, { key: 'a', n: 5 }, { delay: '6h' });
    await schedule(relay, { key: 'a', n: 3 }, { delay: '2h' });
    await schedule(relay, { key: 'a', n: 2 }, { delay: '1h' });
    await site.append(relay, [{ key: 'a', n: 1 }]);
    await untilStored(1);
    expect(await numbers()).toEqual([1]);
    await letPass(3);
    await untilStored(3);
    expect(await waiting()).toBe(1);
    await site.append(relay, [{ key: 'a', n: 4 }]);
    await untilStored(4);
    await letPass(3);
    await untilStored(5);
    expect(await numbers()).toEqual([1, 2, 3, 4, 5]);
  });

  it('is found due by the relay itself, however long it polls, and however the times follow each other', async () => {
    const relay = await site.start({
      roles: ['relay'],
      relay: { pollMs: { min: 3_600_000, max: 3_600_000 } },
    });
    await schedule(relay, { key: 'a', n: 2 }, { delay: 400 });
    await schedule(relay, { key: 'a', n: 1 }, { delay: 100 });
    await untilStored(2);
    expect(await numbers()).toEqual([1, 2]);
  });

  it('is due at once where its time has passed, as after an hour without a relay', async () => {
    const replica = await site.start({ roles: [] });
    await schedule(replica, { key: 'a', n: 1 }, { at: new Date(0) });
    await site.start({ roles: ['relay'] });
    await untilStored(1);
  });

  it('leaves nothing behind where its transaction is rolled back, and is cancelled with its own transaction', async () => {
    const replica = await site.start({ roles: [] });
    const rollback = inTransaction(replica, async (tx) => {
      await replica.messaging.outbox.publish(tx, site.contract, { key: 'a', n: 1 }, { delay: '1h' });
      throw new Error('changed my mind');
    });
    await expect(rollback).rejects.toThrow('changed my mind');
    expect(await waiting()).toBe(0);

    const id = await schedule(replica, { key: 'a', n: 2 }, { delay: '1h' });
    const kept = inTransaction(replica, async (tx) => {
      expect(await replica.messaging.outbox.cancel(tx, id)).toBe(true);
      throw new Error('changed my mind');
    });
    await expect(kept).rejects.toThrow('changed my mind');
    expect(await waiting()).toBe(1);
  });

  it('fails its transaction where nobody waits for the append', async () => {
    const replica = await site.start({ roles: [] });
    await site.pool.query('ALTER TABLE outbox_scheduled ADD CONSTRAINT refused CHECK (false)');
    const unawaited = inTransaction(replica, async (tx) => {
      replica.messaging.outbox
        .publish(tx, site.contract, { key: 'a', n: 1 }, { delay: '1h' })
        .catch(() => undefined);
    });
    await expect(unawaited).rejects.toThrow(/refused/);
  });

  it('is never published once it is cancelled, once, and not cancelled once it is on its way', async () => {
    const relay = await site.start({ roles: ['relay'] });
    const id = await schedule(relay, { key: 'a', n: 1 }, { delay: '1h' });
    expect(await cancel(relay, id)).toBe(true);
    expect(await cancel(relay, id)).toBe(false);
    await letPass(2);
    const published = await schedule(relay, { key: 'a', n: 2 }, { delay: 0 });
    await untilStored(1);
    expect(await cancel(relay, published)).toBe(false);
    expect(await cancel(relay, 'unknown')).toBe(false);
    expect(await numbers()).toEqual([2]);
  });

  it('has exactly one outcome where many are cancelled just as they fall due', async () => {
    const count = 60;
    const [first] = [await site.start({ roles: ['relay'] }), await site.start({ roles: ['relay'] })];
    const ids = await Promise.all(
      Array.from({ length: count }, (_, n) => schedule(first, { key: `k${n % 7}`, n }, { delay: 5 * n })),
    );
    const cancelled = await Promise.all(ids.map((id) => cancel(first, id)));
    await eventually(async () => (await waiting()) === 0);
    await site.untilPublished();
    const stored = new Set((await site.stored()).map(({ id }) => id));
    ids.forEach((id, n) => expect({ n, published: stored.has(id) }).toEqual({ n, published: !cancelled[n] }));
  });

  it('waits, with what follows it of its key and no other, while its cancelling is under way', async () => {
    const replica = await site.start({ roles: [] });
    const at = (second: number) => ({ at: new Date(second * 1000) });
    const id = await schedule(replica, { key: 'a', n: 1 }, at(1));
    await schedule(replica, { key: 'a', n: 2 }, at(2));
    await schedule(replica, { key: 'b', n: 9 }, at(3));
    const kept = inTransaction(replica, async (tx) => {
      expect(await replica.messaging.outbox.cancel(tx, id)).toBe(true);
      await site.start({ roles: ['relay'] });
      await untilStored(1);
      expect(await numbers()).toEqual([9]);
      throw new Error('changed my mind');
    });
    await expect(kept).rejects.toThrow('changed my mind');
    await untilStored(3);
    expect(await numbers()).toEqual([9, 1, 2]);
  });

  it('is due by the clock of the database, whatever that of the service says', async () => {
    const replica = await site.start({ roles: [] });
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000);
    try {
      await schedule(replica, { key: 'a', n: 1 }, { delay: '30m' });
    } finally {
      clock.mockRestore();
    }
    const { rows } = await site.pool.query(
      'SELECT round(extract(epoch FROM due_at - clock_timestamp()) / 60)::int AS minutes FROM outbox_scheduled',
    );
    expect(rows).toEqual([{ minutes: 30 }]);
  });

  it('keeps the order of its key with two relays, and is moved once', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `k${index}`);
    const [first] = [await site.start({ roles: ['relay'] }), await site.start({ roles: ['relay'] })];
    for (let n = 0; n < 5; n++) {
      for (const key of keys) await schedule(first, { key, n }, { delay: '1h' });
    }
    await letPass(2);
    await untilStored(100);
    const stored = (await site.stored()).map(({ data }) => data);
    expect(stored).toHaveLength(100);
    expect(inversions(stored)).toEqual([]);
  });

  it('is published though the relay is killed between moving and publishing it', async () => {
    const replica = await site.start({ roles: [] });
    for (const n of [1, 2]) await schedule(replica, { key: 'a', n }, { delay: 0 });
    const child = await site.startProcess({ roles: ['relay'], dies: 'before-publish' });
    expect(await child.exited).toBe('SIGKILL');
    expect(await site.stored()).toEqual([]);
    expect(await waiting()).toBe(0);
    await site.start({ roles: ['relay'] });
    await untilStored(2);
    expect(await numbers()).toEqual([1, 2]);
  });

  it('takes effect once where the database was restored to a time before it was due', async () => {
    const replica = await site.start();
    await schedule(replica, { key: 'a', n: 1 }, { delay: '1h' });
    const { rows: backup } = await site.pool.query('SELECT * FROM outbox_scheduled');
    await letPass(2);
    await site.untilEffects(1);
    await site.pool.query(
      `INSERT INTO outbox_scheduled SELECT * FROM json_populate_recordset(NULL::outbox_scheduled, $1)`,
      [JSON.stringify(backup)],
    );
    await letPass(2);
    await eventually(async () => (await waiting()) === 0);
    await site.untilPublished();
    await site.untilSettled(site.durables);
    expect(await site.effectCount()).toBe(1);
  });

  it.each([
    { at: new Date(0), delay: 1 },
    { at: new Date(NaN) },
    { delay: '1w' },
    { delay: -1 },
    { delay: '367d' },
  ])('is refused in words where its time is none: %j', async (options) => {
    const replica = await site.start({ roles: [] });
    await expect(
      schedule(replica, { key: 'a', n: 1 }, options as OutboxPublishOptions),
    ).rejects.toMatchObject({
      code: 'INVALID_MESSAGE',
      message: expect.stringMatching(/happened\.v1: "(?:at|delay)" /),
    });
  });
});
