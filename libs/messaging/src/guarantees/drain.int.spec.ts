import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventsOf, inversions, recordEffect } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Gate } from './testing/gate.js';
import { RecordEffect, Site } from './testing/site.js';

/** So long that a test that has to wait for it fails. */
const ackWaitMs = 120_000;

class InBatches {
  async handle(): Promise<void> {}
}
class Unordered {
  async handle(): Promise<void> {}
}

describe('a shutdown loses nothing and repeats as little as possible', () => {
  let site: Site;
  let gate: Gate;

  // A site each: a consumer that one test adds would begin with the messages of those before.
  beforeEach(async () => {
    site = await Site.open();
    gate = new Gate();
  });
  afterEach(async () => {
    gate.open();
    await site[Symbol.asyncDispose]();
  });

  it('under load: running handlers finish, and another replica has the rest at once', async () => {
    const service = {
      ackWaitMs,
      subscriptions: [site.on(), site.inBatches({ maxMessages: 20 }, { handler: InBatches })],
    };
    const first = await site.start({
      ...service,
      handle: (events, { tx }, { handler }) => recordEffect(tx, events, `first ${handler.name}`),
    });
    const keys = ['a', 'b', 'c', 'd', 'e'];
    for (let from = 0; from < 60; from += 20) await site.append(first, eventsOf(keys, 100, from));
    await site.untilEffects(40);
    const appending = site.append(first, eventsOf(keys, 100, 60));
    await first.stop();
    await appending;
    const afterStop = await site.effectCount();
    // Every effect was reported before the stop was over: nothing ran on behind it.
    expect(first.spies.all.seen.filter(({ outcome }) => outcome === 'handled')).toHaveLength(afterStop);

    const second = await site.start({
      ...service,
      handle: (events, { tx }, { handler }) => recordEffect(tx, events, `second ${handler.name}`),
    });
    const effects = await site.untilEffects(800);
    expect(effects).toHaveLength(800);
    const inOrder = effects.filter(({ replica }) => replica!.endsWith(RecordEffect.name));
    expect([inOrder.length, inversions(inOrder)]).toEqual([400, []]);
    await site.untilSettled(site.durables);
    for (const { spies } of [first, second]) {
      const repeated = spies.all.seen.filter(({ outcome }) => outcome !== 'handled');
      // Its ack wait is short here, so the old server may repeat a delivery; the inbox then says so.
      expect(repeated).toEqual([]);
    }
  });

  it('gives back what has not begun while handlers still run', async () => {
    const service = {
      ackWaitMs,
      subscriptions: [site.on({ ordering: 'none', concurrency: 8 }, { handler: Unordered })],
    } as const;
    const first = await site.start({
      ...service,
      concurrency: 2,
      // What is given back only at the deadline comes too late for this test.
      drainMs: 60_000,
      handle: async (events, { tx }) => {
        await gate.pass();
        await recordEffect(tx, events, 'first');
      },
    });
    await site.append(first, eventsOf(['a', 'b', 'c', 'd'], 8));
    const durable = { stream: site.contract.stream, name: `${site.service}_standard` };
    await eventually(
      async () =>
        (await site.broker.reader.consumerStatus(durable.stream, durable.name))?.numAckPending === 8,
    );
    const stopping = first.stop();
    await site.start({ ...service, handle: (events, { tx }) => recordEffect(tx, events, 'second') });
    await site.untilEffects(6);
    expect(gate.held).toBe(2);
    gate.open();
    await stopping;
    const effects = await site.effects();
    expect(effects.map(({ replica }) => replica).sort()).toEqual([
      ...['first', 'first'],
      ...new Array<string>(6).fill('second'),
    ]);
    await site.untilSettled([durable]);
  });

  it('past its deadline tells the handlers, and gives their messages back', async () => {
    const reasons: unknown[] = [];
    const first = await site.start({
      ackWaitMs,
      drainMs: 100,
      handle: (_events, { signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            reasons.push(signal.reason);
            reject(new Error('gave up'));
          }),
        ),
    });
    await site.append(first, [{ key: 'slow', n: 0 }]);
    const [durable] = site.durables;
    await eventually(async () => {
      const waiting = await Promise.all(
        site.durables.map(({ name }) => site.broker.reader.consumerStatus(durable!.stream, name)),
      );
      return waiting.some((status) => status!.numAckPending > 0);
    });
    await first.stop();
    expect(reasons).toMatchObject([{ code: 'SHUTDOWN_DEADLINE' }]);
    await site.start({ ackWaitMs });
    await site.untilEffects(1);
  });

  it('ends the relay’s batch: what was published is marked, what was not stays pending', async () => {
    const relay = { batchSize: 50 };
    const first = await site.start({ roles: ['relay'], relay });
    const already = (await site.stored()).length;
    const keys = Array.from({ length: 100 }, (_, index) => `relay-${index}`);
    for (let round = 0; round < 10; round++) await site.append(first, eventsOf(keys, 300, 3 * round));
    await eventually(
      async () => (await site.broker.reader.streamStatus(site.contract.stream))!.messages > already,
    );
    await first.stop();
    const marked = async () => {
      const { rows } = await site.pool.query<{ count: number }>(
        `SELECT count(published_at)::int AS count FROM outbox WHERE key LIKE 'relay-%'`,
      );
      return rows[0]!.count;
    };
    const stored = (await site.stored()).filter(({ data }) => data.key.startsWith('relay-'));
    expect(stored).toHaveLength(await marked());
    await site.start({ roles: ['relay'], relay });
    await site.untilPublished();
    expect(await marked()).toBe(3_000);
  });
});
