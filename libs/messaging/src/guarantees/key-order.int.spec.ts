import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inversions, recordEffect, type Happened } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Site, type Replica, type ServiceUnderTest } from './testing/site.js';

const KEYS = Array.from({ length: 24 }, (_, index) => `key-${index}`);
const relay = { batchSize: 40, rebalanceMs: 30, pollMs: { min: 5, max: 50 } };

describe('events of one key are handled in the order in which they were appended', () => {
  let site: Site;

  beforeEach(async () => {
    site = await Site.open();
    await site.pool.query('CREATE TABLE aggregate (key text PRIMARY KEY, version int NOT NULL DEFAULT 0)');
    await site.pool.query('INSERT INTO aggregate (key) SELECT unnest($1::text[])', [KEYS]);
  });
  afterEach(() => site[Symbol.asyncDispose]());

  /** As a use case does it: locks the aggregate's row, then appends. Three events at a time, some of them rolled back. */
  async function appendConcurrently({ messaging }: Replica, transactions: number): Promise<number> {
    let started = 0;
    let committed = 0;
    const worker = async () => {
      for (let turn = started++; turn < transactions; turn = started++) {
        const key = KEYS[(turn * 7) % KEYS.length]!;
        const rollback = turn % 11 === 0;
        const run = messaging.transactions.run(async (tx) => {
          const { rows } = await tx.query('SELECT version FROM aggregate WHERE key = $1 FOR UPDATE', [key]);
          const version = (rows[0] as { version: number }).version;
          await tx.query('UPDATE aggregate SET version = version + 3 WHERE key = $1', [key]);
          const events: Happened[] = [0, 1, 2].map((step) => ({ key, n: version + step }));
          await messaging.outbox.publishAll(tx, site.contract, events);
          if (rollback) throw new Error('rolled back');
        });
        if (rollback) await expect(run).rejects.toThrow('rolled back');
        else {
          await run;
          committed += 3;
        }
      }
    };
    await Promise.all(Array.from({ length: 6 }, worker));
    return committed;
  }

  it('across relays that come and go, replicas, retries and a process killed in its handler', async () => {
    const ackWaitMs = 1_000;
    const service: ServiceUnderTest = {
      relay,
      ackWaitMs,
      subscriptions: [site.on({ retry: { attempts: 4, baseMs: 20 } })],
      handle: async (events, { tx, attempt }) => {
        const n = events[0]!.data.n;
        // Every seventeenth fails once and is retried: what follows of its key has to wait.
        if (n % 17 === 5 && attempt === 1) throw new Error('not at once');
        await recordEffect(tx, events);
      },
    };
    const first = await site.start({ ...service, roles: ['relay', 'consumers'] });
    const child = await site.startProcess({ roles: ['relay', 'consumers'], ackWaitMs, replica: 'killed' });
    const appending = appendConcurrently(first, 300);

    await eventually(async () => (await site.effects()).some(({ replica }) => replica === 'killed'));
    const second = await site.start(service);
    await child.kill();
    await site.untilEffects(150);
    const third = await site.start({ ...service, roles: ['relay'] });
    await second.stop();
    const committed = await appending;
    const last = await site.start(service);
    await third.stop();

    const effects = await site.untilEffects(committed, 50_000);
    await site.untilPublished();
    expect(effects).toHaveLength(committed);
    expect(inversions(effects)).toEqual([]);
    expect(new Set(effects.map(({ eventId }) => eventId)).size).toBe(committed);
    // In the stream too, where only the relays decide.
    expect(inversions((await site.stored()).map(({ data }) => data))).toEqual([]);
    await Promise.all([first.stop(), last.stop()]);
  });

  it('whatever the lane of other keys and the type', async () => {
    const replica = await site.start({ relay });
    const { transactions, outbox } = replica.messaging;
    for (let n = 0; n < 30; n++) {
      await transactions.run((tx) =>
        outbox.publishAll(
          tx,
          site.contract,
          ['x-express', 'x-standard'].map((key) => ({ key, n })),
          { lane: ({ key }) => (key === 'x-express' ? 'express' : 'standard') },
        ),
      );
    }
    const effects = await site.untilEffects(60);
    expect(inversions(effects)).toEqual([]);
    expect(effects).toHaveLength(60);
  });
});
