import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RewindRequest } from '../inspection/protocol.js';
import { ChangingShop, NO_FAULTS } from './testing/changing-shop.js';
import { eventually } from './testing/eventually.js';
import type { Replica } from './testing/site.js';

const LATER = 60 * 60 * 1000;

describe('a consumer that is moved back', () => {
  let shop: ChangingShop;
  let replica: Replica;

  beforeEach(async () => {
    shop = await ChangingShop.open();
    replica = await shop.replica(shop.taking(both()));
    await shop.append(both(), 36);
    expect(await shop.faults()).toEqual(NO_FAULTS);
    await settled();
  });
  afterEach(() => shop[Symbol.asyncDispose]());

  const both = () => [shop.Confirmed, shop.Cancelled];
  const stream = () => shop.Confirmed.stream;
  const settled = () => shop.site.untilSettled(shop.site.durables);
  const rewind = (request: Partial<RewindRequest>, on = replica) =>
    on.messaging.inspection.reply('consumers.rewind', {
      consumer: shop.site.service,
      to: 'beginning',
      repeat: false,
      ...request,
    });
  const storedAt = async (sequence: number) =>
    new Date((await shop.site.broker.reader.read(stream(), String(sequence)))!.storedAt);
  const deliveries = () => replica.spies.all.seen.length;
  const audit = async () =>
    (
      await shop.site.pool.query<Record<string, unknown>>(
        `SELECT action, consumer, detail FROM messaging_audit ORDER BY id`,
      )
    ).rows;

  it('has everything delivered again, and nothing takes effect twice, with a second replica and events that keep coming', async () => {
    await shop.replica(shop.taking(both()));
    const moved = await rewind({});
    expect(moved).toMatchObject({
      consumer: shop.site.service,
      stands: [{ stream: stream(), at: (await storedAt(1)).toISOString() }],
      repeated: 0,
    });
    await shop.append(both(), 36);
    expect(await shop.faults()).toEqual(NO_FAULTS);
    await settled();
    expect(await shop.site.effectCount()).toBe(72);
    expect(await audit()).toMatchObject([
      { action: 'rewind', consumer: shop.site.service, detail: { to: 'beginning', repeat: false } },
    ]);
  });

  it('repeats what was asked for, and nothing else', async () => {
    // The database's clock tells what was handled since: the next events are stored after all that.
    await shop.append(both(), 24);
    expect(await shop.faults()).toEqual(NO_FAULTS);
    await settled();
    const { lastPosition } = (await shop.site.broker.reader.streamStatus(stream()))!;
    const moved = await rewind({ to: { sequence: 37 }, repeat: true });
    expect(moved.repeated).toBe(Number(lastPosition) - 36);
    await eventually(async () => (await shop.site.effectCount()) >= 60 + 24);
    await settled();
    const { doubled, lost } = await shop.faults();
    expect({ doubled: doubled.length, lost }).toEqual({ doubled: 24, lost: [] });
    expect(await shop.site.effectCount()).toBe(84);
  });

  it('is not moved to where the inbox has forgotten what it handled, unless that is to be repeated', async () => {
    await shop.site.pool.query(`INSERT INTO inbox_horizon VALUES ($1, $2)`, [
      shop.site.service,
      new Date(Date.now() + LATER),
    ]);
    const before = deliveries();
    await expect(rewind({})).rejects.toMatchObject({
      code: 'CONSUMER_OPERATION_REFUSED',
      message: expect.stringMatching(/no longer in the inbox .* at the earliest, or say --repeat/),
    });
    await settled();
    expect(deliveries()).toBe(before);
    expect(await audit()).toEqual([]);
    await rewind({ repeat: true });
    await eventually(async () => (await shop.site.effectCount()) >= 72);
    await settled();
    expect(await shop.site.effectCount()).toBe(72);
  });

  it('is not moved forward, nor to a sequence that the stream has not reached, nor under a name that is not there', async () => {
    await expect(rewind({ to: { time: new Date(Date.now() + LATER).toISOString() } })).rejects.toThrow(
      'would be skipped',
    );
    await expect(rewind({ to: { sequence: 1_000 } })).rejects.toThrow('ends before sequence 1000');
    await expect(rewind({ consumer: 'nobody' })).rejects.toThrow(
      `declares no consumer nobody; it has ${shop.site.service}`,
    );
  });

  it('leaves open dead letters open', async () => {
    await shop.poison(2);
    await rewind({ repeat: true });
    await settled();
    expect(await shop.letters([shop.site.service])).toHaveLength(2);
  });

  it('is deleted from the database once no service declares it, and no sooner', async () => {
    const forget = (dryRun: boolean, keep: string[] = []) =>
      replica.messaging.inspection.reply('consumers.forget', { keep, types: [], removed: ['x'], dryRun });
    await shop.site.pool.query(
      `INSERT INTO inbox (consumer, message_id) VALUES ('gone', 'a'), ('gone', 'b'), ('elsewhere', 'c')`,
    );
    const found = [{ consumer: 'gone', rows: 2 }];
    expect(await forget(true, ['elsewhere'])).toEqual(found);
    expect(await forget(false, ['elsewhere'])).toEqual(found);
    expect(await forget(false, ['elsewhere'])).toEqual([]);
    const { rows } = await shop.site.pool.query(`SELECT DISTINCT consumer FROM inbox ORDER BY consumer`);
    expect(rows).toEqual([{ consumer: 'elsewhere' }, { consumer: shop.site.service }]);
    expect(await audit()).toMatchObject([
      { action: 'prune', consumer: 'gone', detail: { rows: 2 } },
      { action: 'prune', consumer: '*', detail: { removed: ['x'] } },
      { action: 'prune', consumer: '*' },
    ]);
  });
});
