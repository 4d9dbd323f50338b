import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { partitionOf } from '../contract/index.js';
import type { DeadLetter } from '../dead-letter/dead-letter.js';
import { DeadLetterNow, Discard, RetryLater } from '../errors.js';
import { inversions, recordEffect } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Site, type ServiceUnderTest } from './testing/site.js';

const timeoutMs = 20_000;

describe('a message whose handler fails', () => {
  let site: Site;
  let before: number;

  beforeAll(async () => {
    site = await Site.open();
  });
  afterEach(() => site.stopReplicas());
  afterAll(() => site[Symbol.asyncDispose]());

  /** Does what the event says. */
  const obedient = (options: Partial<ServiceUnderTest> = {}): ServiceUnderTest => ({
    subscriptions: [site.on({ retry: { attempts: 3, baseMs: 40 } })],
    handle: async (events, { tx, attempt }) => {
      await recordEffect(tx, events);
      const { fault } = events[0]!.data;
      if (fault === 'always') throw new TypeError(`failure ${attempt}`);
      if (fault === 'twice' && attempt < 3) throw new Error('not yet');
      if (fault === 'later' && attempt < 3) throw new RetryLater('busy', 50);
      if (fault === 'hopeless') throw new DeadLetterNow('no use');
      if (fault === 'unwanted') throw new Discard('not for us');
    },
    ...options,
  });
  const letters = (type = site.contract.type): Promise<DeadLetter[]> =>
    site.desk
      .list({ consumer: site.service, all: true })
      .then((all) => all.filter((letter) => letter.type === type));
  const keys = async () => (await site.effects()).slice(before).map(({ key, n }) => `${key}${n}`);

  it('is tried again until it succeeds, its key waiting behind it', async () => {
    before = await site.effectCount();
    const replica = await site.start(obedient());
    await site.append(replica, [
      { key: 'a', n: 0, fault: 'twice' },
      { key: 'a', n: 1 },
      { key: 'a', n: 2, fault: 'later' },
      { key: 'a', n: 3 },
    ]);
    await site.untilEffects(before + 4);
    expect(await keys()).toEqual(['a0', 'a1', 'a2', 'a3']);
    expect(replica.spies.all.seen.map(({ outcome, attempt }) => `${outcome} ${attempt}`)).toEqual([
      ...['retried 1', 'retried 2', 'handled 3', 'handled 1'],
      ...['retried 1', 'retried 2', 'handled 3', 'handled 1'],
    ]);
    expect(await letters()).toEqual([]);
  });

  it('is dead-lettered with its whole history, stops no other partition, and its own only meanwhile', async () => {
    before = await site.effectCount();
    const replica = await site.start(obedient());
    const poison = 'poison';
    const sharing = Array.from({ length: 100 }, (_, i) => `k${i}`).find(
      (key) => partitionOf(key) === partitionOf(poison),
    )!;
    const elsewhere = Array.from({ length: 100 }, (_, i) => `k${i}`).filter(
      (key) => partitionOf(key) !== partitionOf(poison),
    );
    const [id] = await site.append(replica, [
      { key: poison, n: 0, fault: 'always' },
      { key: poison, n: 1 },
      { key: sharing, n: 0 },
      ...elsewhere.map((key) => ({ key, n: 0 })),
    ]);
    await site.untilEffects(before + elsewhere.length + 2);
    const seen = replica.spies.all.seen.map(({ event, outcome }) => ({ key: event!.key, outcome }));
    const givenUp = seen.findIndex(({ outcome }) => outcome === 'dead-lettered');
    const handledBefore = seen.slice(0, givenUp).filter(({ outcome }) => outcome === 'handled');
    // Other partitions went on meanwhile; its own waited for the end, whatever the key.
    expect(handledBefore.some(({ key }) => elsewhere.includes(key))).toBe(true);
    expect(handledBefore.filter(({ key }) => partitionOf(key) === partitionOf(poison))).toEqual([]);
    const [letter] = await letters();
    expect(letter).toMatchObject({
      service: site.service,
      consumer: site.service,
      type: site.contract.type,
      eventId: id,
      reason: 'attempts-exhausted',
      error: { name: 'TypeError', message: 'failure 3' },
      history: [1, 2, 3].map((n) => ({
        at: expect.stringMatching(/Z$/),
        durationMs: expect.any(Number),
        error: { name: 'TypeError', message: `failure ${n}` },
      })),
      stream: site.contract.stream,
      subject: expect.stringMatching(new RegExp(`^${site.contract.name}\\.standard\\.`)),
      state: 'open',
      payload: `{"key":"${poison}","n":0,"fault":"always"}`,
    });
    const delays = letter!.history.map(({ at }) => Date.parse(at));
    expect(delays[1]! - delays[0]!).toBeGreaterThanOrEqual(39);
    expect(delays[2]! - delays[1]!).toBeGreaterThanOrEqual(79);
  });

  it('is dead-lettered at once, or acknowledged without effect, where its error says so', async () => {
    before = await site.effectCount();
    const replica = await site.start(obedient());
    await site.append(replica, [
      { key: 'now', n: 0, fault: 'hopeless' },
      { key: 'not', n: 0, fault: 'unwanted' },
    ]);
    const seen = await replica.spies.all.waitForAll(2, () => true, { timeoutMs });
    expect(seen.map(({ event, outcome }) => `${event!.key} ${outcome}`).sort()).toEqual([
      'not discarded',
      'now dead-lettered',
    ]);
    expect(await site.effectCount()).toBe(before);
    expect((await letters()).filter(({ reason }) => reason === 'dead-letter-now')).toMatchObject([
      { error: { code: 'DEAD_LETTER_NOW' }, history: [{ error: { message: 'no use' } }] },
    ]);
  });

  it('is dead-lettered at once where its payload cannot be read, and never retried', async () => {
    const replica = await site.start(obedient());
    const subject = `${site.contract.name}.standard.0`;
    await site.broker.publish({ id: 'broken', subject, headers: { note: 'kept' }, body: '{"key":' });
    await replica.spies.all.waitFor(({ messageId }) => messageId === 'broken', { timeoutMs });
    expect(replica.spies.all.seen.map(({ outcome }) => outcome)).toEqual(['dead-lettered']);
    expect((await letters()).filter(({ reason }) => reason === 'invalid-payload')).toMatchObject([
      {
        eventId: 'broken',
        payload: '{"key":',
        headers: { note: 'kept' },
        history: [{ error: { code: 'INVALID_PAYLOAD' } }],
      },
    ]);
  });

  it('is dead-lettered without its body if it does not fit into a letter, and blocks no other message', async () => {
    before = await site.effectCount();
    const replica = await site.start(obedient());
    const partition = partitionOf('behind');
    const subject = `${site.contract.name}.standard.${partition}`;
    // Just within nats-server's limit of 64 KiB of headers for itself.
    const { position } = await site.broker.publish({
      id: 'huge',
      subject,
      headers: { note: 'x'.repeat(65_000) },
      body: '{',
    });
    await site.append(replica, [{ key: 'behind', n: 0 }]);
    await site.untilEffects(before + 1);
    const letter = await eventually(async () => (await letters()).find(({ eventId }) => eventId === 'huge'));
    expect(letter).toMatchObject({ reason: 'invalid-payload', payload: '', sequence: Number(position) });
    await expect(site.desk.replay(letter.id)).rejects.toMatchObject({
      code: 'DEAD_LETTER_INCOMPLETE',
      message: expect.stringContaining(`${site.contract.stream} at ${position}`),
    });
    await site.desk.discard(letter.id, 'seen to by hand');
  });

  it('is dead-lettered as unfinished where it kills its process, and the others are handled', async () => {
    const ackWaitMs = 500;
    const events = [
      { key: 'killer', n: 0, fault: 'kill' },
      { key: 'killer', n: 1 },
      ...Array.from({ length: 20 }, (_, n) => ({ key: `bystander-${n}`, n })),
    ];
    for (let deaths = 0, append = true; ; deaths++, append = false) {
      expect(deaths).toBeLessThan(8);
      const child = await site.startProcess({
        roles: ['relay', 'consumers'],
        ackWaitMs,
        ...(append && { append: events }),
      });
      const ended = await Promise.race([
        child.exited,
        eventually(async () => (await letters()).some(({ reason }) => reason === 'unfinished')).then(
          () => 'letter',
        ),
      ]);
      if (ended === 'letter') break;
      expect(ended).toBe('SIGKILL');
    }
    const ours = async () => (await site.effects()).filter(({ key }) => /^(killer|bystander)/.test(key));
    const handled = await eventually(async () => {
      const effects = await ours();
      return effects.length >= 21 && effects;
    });
    expect([handled.length, inversions(handled)]).toEqual([21, []]);
    expect(handled.some(({ key, n }) => key === 'killer' && n === 0)).toBe(false);
    const unfinished = (await letters()).filter(({ reason }) => reason === 'unfinished');
    expect(unfinished).toMatchObject([{ payload: expect.stringContaining('"killer"'), history: [] }]);
  });
});
