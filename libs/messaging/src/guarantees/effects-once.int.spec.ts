import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { encodeEvent } from '../message/encode-event.js';
import { recordEffect } from './testing/events.js';
import { Site } from './testing/site.js';

/** Short, because these tests wait for it: what a killed process held comes back after it. */
const ackWaitMs = 1_000;
const timeoutMs = 20_000;

describe('effects happen once, though delivery is at least once', () => {
  let site: Site;

  beforeEach(async () => {
    site = await Site.open();
  });
  afterEach(() => site[Symbol.asyncDispose]());

  const effectsOf = async (key: string) => (await site.effects()).filter((effect) => effect.key === key);

  it('of a message that was sent again past the broker’s duplicate window', async () => {
    const { spies } = await site.start({ ackWaitMs });
    const { id, subject, headers, body } = encodeEvent(site.contract, { key: 'resent', n: 1 }, site.service);
    // Another `Nats-Msg-Id` is what a resend past the window is to the broker: a new message.
    for (const messageId of [id, `${id}-again`, `${id}-and-again`]) {
      await site.broker.publish({ id: messageId, subject, headers, body });
    }
    await spies.all.waitForAll(2, ({ outcome }) => outcome === 'duplicate', { timeoutMs });
    expect(await effectsOf('resent')).toHaveLength(1);
  });

  it('of a message whose process was killed between commit and acknowledgement', async () => {
    const child = await site.startProcess({
      roles: ['relay', 'consumers'],
      ackWaitMs,
      append: [{ key: 'unacknowledged', n: 1 }],
      dies: 'after-commit',
    });
    expect(await child.exited).toBe('SIGKILL');
    expect(await effectsOf('unacknowledged')).toHaveLength(1);
    const { spies } = await site.start({ ackWaitMs });
    await spies.all.waitFor(({ outcome }) => outcome === 'duplicate', { timeoutMs });
    expect(await effectsOf('unacknowledged')).toHaveLength(1);
  });

  it('of a message whose process was killed in its handler, which leaves nothing', async () => {
    const child = await site.startProcess({
      roles: ['relay', 'consumers'],
      ackWaitMs,
      append: [{ key: 'rolled-back', n: 1 }],
      dies: 'before-commit',
    });
    expect(await child.exited).toBe('SIGKILL');
    expect(await effectsOf('rolled-back')).toEqual([]);
    const { spies } = await site.start({ ackWaitMs });
    await spies.all.waitFor(({ event }) => event?.key === 'rolled-back', { timeoutMs });
    expect(await effectsOf('rolled-back')).toHaveLength(1);
  });

  it('for each consumer of its own', async () => {
    class SendMail {
      async handle(): Promise<void> {}
    }
    const replica = await site.start({
      ackWaitMs,
      subscriptions: [
        site.on(),
        site.on({ ordering: 'none' }, { as: `${site.service}-mails`, handler: SendMail }),
      ],
      handle: (events, { tx }, { handler }) => recordEffect(tx, events, handler.name),
    });
    await site.append(replica, [{ key: 'both', n: 1 }]);
    await replica.spies.all.waitForAll(2, ({ event }) => event?.key === 'both', { timeoutMs });
    expect((await effectsOf('both')).map((effect) => effect.replica).sort()).toEqual([
      'RecordEffect',
      'SendMail',
    ]);
  });
});
