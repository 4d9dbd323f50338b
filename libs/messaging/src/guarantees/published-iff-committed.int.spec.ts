import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventsOf, inversions } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Site } from './testing/site.js';

describe('an event is published if and only if its transaction committed', () => {
  let site: Site;

  beforeEach(async () => {
    site = await Site.open();
  });
  afterEach(() => site[Symbol.asyncDispose]());

  it('publishes what was committed and never what was rolled back', async () => {
    const replica = await site.start({ roles: ['relay'] });
    const { transactions, outbox } = replica.messaging;
    await site.append(replica, [{ key: 'committed', n: 1 }]);
    const rollback = transactions.run(async (tx) => {
      await outbox.publish(tx, site.contract, { key: 'rolled-back', n: 1 });
      throw new Error('changed my mind');
    });
    await expect(rollback).rejects.toThrow('changed my mind');
    // Later than both: once it is out, the relay has passed the place where the other one would be.
    await site.append(replica, [{ key: 'after', n: 1 }]);
    const stored = await eventually(async () => {
      const all = await site.stored();
      return all.length >= 2 && all;
    });
    expect(stored.map(({ data }) => data.key).sort()).toEqual(['after', 'committed']);
    await site.untilPublished();
  });

  it('publishes what commits after a later row was published', async () => {
    const replica = await site.start({ roles: ['relay'] });
    const { transactions, outbox } = replica.messaging;
    await transactions.run(async (tx) => {
      await outbox.publish(tx, site.contract, { key: 'slow', n: 1 });
      await site.append(replica, [{ key: 'fast', n: 1 }]);
      await eventually(async () => (await site.stored()).length === 1);
    });
    await site.untilPublished();
    expect((await site.stored()).map(({ data }) => data.key)).toEqual(['fast', 'slow']);
  });

  it('leaves nothing behind where one of several events does not fit its contract', async () => {
    const replica = await site.start({ roles: ['relay'] });
    const invalid = { key: 'x', n: 1.5 };
    await expect(site.append(replica, [{ key: 'x', n: 1 }, invalid])).rejects.toMatchObject({
      code: 'INVALID_PAYLOAD',
    });
    const { rows } = await site.pool.query(`SELECT FROM outbox WHERE key = 'x'`);
    expect(rows).toEqual([]);
  });

  it('publishes what a process committed before it was killed, once another relay runs', async () => {
    const child = await site.startProcess({
      roles: [],
      append: eventsOf(['a', 'b'], 6),
      dies: 'after-append',
    });
    expect(await child.exited).toBe('SIGKILL');
    expect(await site.outbox()).toMatchObject({ pending: 6 });
    await site.start({ roles: ['relay'] });
    await site.untilPublished();
    const stored = (await site.stored()).map(({ data }) => data);
    expect(stored).toHaveLength(6);
    expect(inversions(stored)).toEqual([]);
  });

  it('publishes once what a relay had published but not marked when it was killed', async () => {
    const child = await site.startProcess({
      roles: ['relay'],
      append: eventsOf(['c'], 5),
      dies: 'after-publish',
    });
    expect(await child.exited).toBe('SIGKILL');
    expect(await site.stored()).toHaveLength(1);
    expect(await site.outbox()).toMatchObject({ pending: 5 });
    await site.start({ roles: ['relay'] });
    await site.untilPublished();
    const stored = (await site.stored()).map(({ data }) => data.n);
    expect(stored).toEqual([0, 1, 2, 3, 4]);
  });
});
