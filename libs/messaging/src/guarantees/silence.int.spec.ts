import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventsOf, inversions } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { SeverableLink } from './testing/severable-link.js';
import { Site } from './testing/site.js';

const KEYS = ['a', 'b', 'c'];

describe('when the network silently drops what is sent to the database', () => {
  let site: Site;
  let link: SeverableLink;
  let databaseUrl: string;

  beforeEach(async () => {
    site = await Site.open();
    const url = new URL(site.database.url);
    link = await SeverableLink.to(url);
    url.port = String(link.port);
    databaseUrl = url.href;
  });
  afterEach(async () => {
    await link.cut();
    await site[Symbol.asyncDispose]();
  });

  it('the relay gives its session up, and publishes through a new one', async () => {
    const consumer = await site.start({ roles: ['consumers'] });
    const relay = await site.start({ roles: ['relay'], databaseUrl, relay: { replyMs: 500 } });
    await site.append(relay, eventsOf(KEYS, 30));
    await site.untilEffects(30);

    link.silence();
    await site.append(consumer, eventsOf(KEYS, 30, 10));
    await eventually(() => relay.logged.some(({ message }) => /lost its database session/.test(message)));
    await link.cut();
    await link.restore();

    const effects = await site.untilEffects(60);
    expect([effects.length, inversions(effects)]).toEqual([60, []]);
    await site.untilPublished();
  });

  it('the relay stops in time', async () => {
    const relay = await site.start({ roles: ['relay'], databaseUrl, relay: { replyMs: 500 } });
    await site.append(relay, eventsOf(KEYS, 3));
    await site.untilPublished();
    link.silence();
    await relay.messaging.stop();
  });

  it('an inspection fails, and the next one gets a reply', async () => {
    const { messaging } = await site.start({ roles: ['relay'], databaseUrl, relay: { replyMs: 500 } });
    await messaging.inspection.reply('outbox.status', {});
    link.silence();
    await expect(messaging.inspection.reply('outbox.status', {})).rejects.toMatchObject({
      code: 'DATABASE_SILENT',
    });
    await link.cut();
    await link.restore();
    await eventually(async () => {
      const { pending } = await messaging.inspection.reply('outbox.status', {});
      return pending === 0;
    });
  });
});
