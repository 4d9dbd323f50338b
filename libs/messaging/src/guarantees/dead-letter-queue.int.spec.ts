import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeadLetter } from '../dead-letter/dead-letter.js';
import { DeadLetterQueue } from '../dead-letter/dead-letter-queue.js';
import { recordEffect } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Discard } from '../errors.js';
import { RecordEffect, Site, type Replica } from './testing/site.js';

const timeoutMs = 20_000;
const retry = { attempts: 2, baseMs: 20 };

class NeverFails {
  async handle(): Promise<void> {}
}
class InBatches {
  async handle(): Promise<void> {}
}

describe('the dead-letter desk', () => {
  let site: Site;
  let replica: Replica;
  /** What the handler throws, if it is not `false`. */
  let broken: boolean | Error;
  let key = 0;

  beforeEach(async () => {
    broken = true;
    site = await Site.open();
    replica = await site.start({
      subscriptions: [
        site.on({ retry }),
        site.on({ ordering: 'none' }, { as: `${site.service}-never-fails`, handler: NeverFails }),
        site.inBatches({ retry, maxWait: '20ms' }, { handler: InBatches }),
      ],
      handle: async (events, { tx }, { handler }) => {
        await recordEffect(tx, events, handler.name);
        const failing = handler === RecordEffect ? 'key-order' : 'batch';
        if (broken && handler !== NeverFails && events.some(({ data }) => data.fault === failing))
          throw broken instanceof Error ? broken : new Error('broken');
      },
    });
  });
  afterEach(() => site[Symbol.asyncDispose]());

  /** An event that one consumer has given up on. */
  async function deadLetter(failing: 'key-order' | 'batch' = 'key-order'): Promise<DeadLetter> {
    const [eventId] = await site.append(replica, [{ key: `k${key++}`, n: 0, fault: failing }]);
    return eventually(async () => (await site.desk.list()).find((letter) => letter.eventId === eventId));
  }
  const effectsOf = async ({ eventId }: DeadLetter) =>
    (await site.effects()).filter((effect) => effect.eventId === eventId).map((effect) => effect.replica);
  const outcomeOf = async ({ eventId }: DeadLetter) => {
    const statement = 'SELECT outcome FROM inbox WHERE consumer = $1 AND message_id = $2';
    const { rows } = await site.pool.query<{ outcome: string }>(statement, [site.service, eventId]);
    return rows[0]?.outcome;
  };
  const codes = async (answers: Promise<void>[]) =>
    (await Promise.allSettled(answers)).map((answer) =>
      answer.status === 'fulfilled' ? 'done' : (answer.reason as { code: string; state?: string }).code,
    );

  it('lists the open ones, newest first, and shows one', async () => {
    const [older, newer] = [await deadLetter(), await deadLetter()];
    const listed = await site.desk.list({ consumer: site.service });
    expect(listed.slice(0, 2).map(({ id }) => id)).toEqual([newer.id, older.id]);
    expect(await site.desk.list({ consumer: site.service, limit: 1 })).toHaveLength(1);
    expect(await site.desk.show(older.id)).toEqual(older);
  });

  it('replays to the one consumer that failed, and to no other', async () => {
    const letter = await deadLetter();
    await eventually(async () => (await effectsOf(letter)).length === 2);
    broken = false;
    await site.desk.replay(letter.id);
    await replica.spies
      .of(site.service)
      .waitFor(({ messageId, outcome }) => messageId === letter.eventId && outcome === 'handled', {
        timeoutMs,
      });
    expect((await effectsOf(letter)).sort()).toEqual(['InBatches', 'NeverFails', 'RecordEffect']);
    expect(await site.desk.show(letter.id)).toMatchObject({
      state: 'replayed',
      resolved: { at: expect.stringMatching(/Z$/) },
    });
    expect((await site.desk.list()).map(({ id }) => id)).not.toContain(letter.id);
    expect((await site.desk.list({ all: true })).map(({ id }) => id)).toContain(letter.id);
  });

  it('records of a replay that the handler discards that it is discarded, and no longer dead', async () => {
    const letter = await deadLetter();
    broken = new Discard('the order was cancelled meanwhile');
    await site.desk.replay(letter.id);
    await eventually(async () => (await outcomeOf(letter)) === 'discarded');
    expect(await site.desk.show(letter.id)).toMatchObject({ state: 'replayed' });
  });

  it('replays a message of a batch handler, alone and to it only', async () => {
    const letter = await deadLetter('batch');
    expect(letter.consumer).toBe(`${site.service}-in-batches`);
    broken = false;
    await site.desk.replay(letter.id);
    await eventually(async () => (await effectsOf(letter)).length === 3);
    expect((await effectsOf(letter)).sort()).toEqual(['InBatches', 'NeverFails', 'RecordEffect']);
  });

  it('sends once, however often and however fast it is clicked, from wherever', async () => {
    const letter = await deadLetter();
    broken = false;
    const elsewhere = await site.connect();
    const desks = [site.desk, new DeadLetterQueue(elsewhere, elsewhere.reader)];
    const answers = await codes(Array.from({ length: 8 }, (_, i) => desks[i % 2]!.replay(letter.id)));
    await elsewhere.close();
    expect(answers.sort()).toEqual([...new Array<string>(7).fill('DEAD_LETTER_RESOLVED'), 'done']);
    expect(await codes([site.desk.replay(letter.id)])).toEqual(['DEAD_LETTER_RESOLVED']);
    await eventually(async () => (await effectsOf(letter)).includes('RecordEffect'));
    const handled = replica.spies
      .of(site.service)
      .seen.filter(({ messageId }) => messageId === letter.eventId);
    expect(handled.map(({ outcome }) => outcome)).toEqual(['retried', 'dead-lettered', 'handled']);
  });

  it('lets replay and discard of one letter happen once between them', async () => {
    const letter = await deadLetter();
    const answers = await codes([
      site.desk.discard(letter.id, 'known'),
      site.desk.replay(letter.id),
      site.desk.discard(letter.id, 'known, too'),
    ]);
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'DEAD_LETTER_RESOLVED')).toHaveLength(2);
  });

  it('discards with the reason recorded, and nothing is handled', async () => {
    const letter = await deadLetter();
    broken = false;
    await site.desk.discard(letter.id, 'Kunde hat storniert – „egal“ ☕');
    const discarded = await site.desk.show(letter.id);
    expect(discarded).toMatchObject({
      state: 'discarded',
      resolved: { reason: 'Kunde hat storniert – „egal“ ☕' },
    });
    await expect(site.desk.replay(letter.id)).rejects.toMatchObject({
      code: 'DEAD_LETTER_RESOLVED',
      state: 'discarded',
    });
    // The record went through the replay consumer too, and was passed over there.
    await site.untilSettled([{ stream: 'DEAD', name: `${site.service}_replay` }]);
    expect(await effectsOf(letter)).not.toContain('RecordEffect');
  });

  it('makes a new letter of a replay that fails again, which remembers where the message first lay', async () => {
    const letter = await deadLetter();
    await site.desk.replay(letter.id);
    const second = await eventually(async () =>
      (await site.desk.list()).find(({ eventId, id }) => eventId === letter.eventId && id !== letter.id),
    );
    const { stream, sequence, subject, payload, headers, consumer } = letter;
    expect(second).toMatchObject({ stream, sequence, subject, payload, headers, consumer, state: 'open' });
    expect(second.history).toHaveLength(2);
    broken = false;
    await site.desk.replay(second.id);
    await eventually(async () => (await effectsOf(letter)).includes('RecordEffect'));
  });

  it('knows no letter of another id', async () => {
    for (const id of ['0', '-1', '1.5', 'x', '', '999999999']) {
      expect(await codes([site.desk.replay(id)])).toEqual(['DEAD_LETTER_NOT_FOUND']);
      await expect(site.desk.show(id)).rejects.toMatchObject({ code: 'DEAD_LETTER_NOT_FOUND' });
    }
  });
});
