import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type pg from 'pg';
import { execute, type SqlTransaction } from '../sql/sql-transaction.js';
import { ChangingShop, NO_FAULTS } from './testing/changing-shop.js';
import { recordEffect } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Gate } from './testing/gate.js';
import type { Replica } from './testing/site.js';

async function empties(tx: SqlTransaction): Promise<void> {
  await execute(tx, 'DELETE FROM effect', []);
}

describe('a projection that is rebuilt', () => {
  let shop: ChangingShop;

  beforeEach(async () => {
    shop = await ChangingShop.open();
  });
  afterEach(() => shop[Symbol.asyncDispose]());

  const both = () => [shop.Confirmed, shop.Cancelled];
  const stream = () => shop.Confirmed.stream;
  const taking = () => shop.taking(both(), { empties });
  const rebuild = ({ messaging }: Replica, partial = false) =>
    messaging.inspection.reply('consumers.rebuild', { consumer: shop.site.service, partial });
  const durables = async () => (await shop.site.broker.reader.durables(stream())).map(({ name }) => name);
  const ofEpoch = (epoch: number) =>
    shop.site.durables.map(({ name }) => name.replace('_', `~${epoch}_`)).sort();

  it('ends as one that was never touched, with two replicas and events that keep coming', async () => {
    const first = await shop.replica(taking());
    await shop.replica(taking());
    await shop.append(both(), 120);
    await eventually(async () => (await shop.site.effectCount()) > 30);
    for (const epoch of [1, 2, 3]) {
      expect(await rebuild(first)).toMatchObject({ consumer: shop.site.service, epoch });
      await shop.append(both(), 60);
      await eventually(async () => (await shop.site.effectCount()) > 30 * epoch);
    }
    await shop.append(both(), 60);
    expect(await shop.faults()).toEqual(NO_FAULTS);
    expect(await shop.site.effectCount()).toBe(360);
    // The other replica follows within a round, and leaves no durable of before behind.
    await eventually(async () => (await durables()).sort().join() === ofEpoch(3).join(), {
      timeoutMs: 20_000,
    });
    await shop.append(both(), 60);
    expect(await shop.faults()).toEqual(NO_FAULTS);
    const { rows } = await shop.site.pool.query(
      `SELECT action, detail->>'epoch' AS epoch FROM messaging_audit`,
    );
    expect(rows).toEqual([1, 2, 3].map((epoch) => ({ action: 'rebuild', epoch: String(epoch) })));
  });

  it('takes nothing that was delivered before: a handler that runs is waited for, one that runs late comes to nothing', async () => {
    const gate = new Gate();
    const late = await shop.replica(taking(), {
      handle: async (events, { tx }) => {
        await gate.pass();
        await recordEffect(tx as pg.PoolClient, events);
      },
    });
    await shop.append(both(), 24);
    await eventually(() => gate.held > 0);
    const rebuilding = rebuild(late);
    gate.open();
    await rebuilding;
    expect(await shop.faults()).toEqual(NO_FAULTS);
    expect(await shop.site.effectCount()).toBe(24);
  });

  it('is taken up by any replica where the one that emptied it is gone', async () => {
    const first = await shop.replica(taking());
    await shop.append(both(), 60);
    await shop.faults();
    // The transaction committed, and nothing else was done any more.
    const names = [shop.site.service];
    await shop.site.pool.query(`INSERT INTO consumer_epoch VALUES ($1, 1)`, names);
    await shop.site.pool.query(`DELETE FROM effect`);
    await shop.site.pool.query(`DELETE FROM inbox WHERE consumer = $1`, names);
    await shop.site.pool.query(
      `UPDATE consumer_position SET handled_until = 'epoch' WHERE consumer = $1`,
      names,
    );
    await shop.append(both(), 60);
    expect(await shop.faults()).toEqual(NO_FAULTS);
    expect(await shop.site.effectCount()).toBe(120);
    expect(first.messaging.topologyDrifts).toEqual([]);
  });

  it('is as it was where emptying it fails', async () => {
    const replica = await shop.replica(
      shop.taking(both(), {
        empties: async (tx) => {
          await empties(tx);
          throw new Error('no');
        },
      }),
    );
    await shop.append(both(), 24);
    expect(await shop.faults()).toEqual(NO_FAULTS);
    await expect(rebuild(replica)).rejects.toThrow('no');
    await shop.append(both(), 24);
    expect(await shop.faults()).toEqual(NO_FAULTS);
    expect(await shop.site.effectCount()).toBe(48);
    expect(await durables()).toEqual(ofEpoch(0).map((name) => name.replace('~0', '')));
  });

  it('leaves open dead letters open, and has what a replay put right handled in its turn', async () => {
    const replica = await shop.replica(taking());
    await shop.poison(2);
    const [letter] = await shop.letters([shop.site.service]);
    shop.healed = true;
    await shop.site.desk.replay(letter!.id);
    await eventually(async () => (await shop.site.effectCount()) === 1);
    await rebuild(replica);
    await eventually(async () => (await shop.site.effectCount()) === 1);
    const [other] = await shop.letters([shop.site.service]);
    expect(await shop.letters([shop.site.service])).toHaveLength(1);
    await shop.site.desk.replay(other!.id);
    expect(await shop.faults()).toEqual(NO_FAULTS);
  });

  it('is refused without a way to empty the read model, or if the stream has lost its beginning', async () => {
    const other = await shop.replica(shop.taking(both()));
    await expect(rebuild(other)).rejects.toThrow('give consumer(…) the option "empties"');
    await other.stop();
    const replica = await shop.replica(taking());
    await shop.append(both(), 24);
    await shop.faults();
    const admin = await connect({ servers: shop.site.natsUrl });
    await (await jetstreamManager(admin)).streams.purge(stream(), { seq: 13 });
    await admin.close();
    await expect(rebuild(replica)).rejects.toThrow(/begins at position 13: .* --partial/);
    await rebuild(replica, true);
    await eventually(async () => (await shop.site.effectCount()) === 12);
  });
});
