import { cp, readdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ownServers, testNats } from '@waybill/testing';
import { republish } from '../outbox/republish.sql.js';
import { eventsOf } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Site } from './testing/site.js';

describe('a broker that comes back without its data', () => {
  it('is given its streams and consumers again; what follows flows, and what was lost can be sent again', async () => {
    await using nats = await testNats({ isolated: true });
    await using site = await Site.open({ natsUrl: nats.url });
    const replica = await site.start();
    await site.append(replica, eventsOf(['a', 'b'], 6));
    await site.untilEffects(6);
    await site.untilPublished();

    await nats.kill();
    await nats.loseData();
    await eventually(() => !site.broker.isConnected());
    await site.append(replica, eventsOf(['a', 'b'], 4, 3));
    await nats.start();

    expect(await site.untilEffects(10)).toHaveLength(10);
    await site.untilPublished();
    expect(await site.broker.reader.streamStatus(site.contract.stream)).toMatchObject({
      messages: 4,
      consumers: site.durables.length,
    });
    expect(await site.broker.reader.streamStatus('DEAD')).toMatchObject({ messages: 0, consumers: 1 });
    await site.append(replica, eventsOf(['a'], 1, 5));
    await site.untilEffects(11);
    await site.untilPublished();

    const { transactions } = replica.messaging;
    expect(await transactions.run((tx) => republish(tx, new Date(0)))).toMatchObject({ rows: 11 });
    await site.untilPublished();
    // The 5 that it still had lie there twice.
    await eventually(async () => (await site.stored()).length === 16, { what: 'all are stored again' });
    await site.untilSettled(site.durables);
    expect(await site.effectCount()).toBe(11);
  });

  it('skips nothing if the consumers’ state is all that is left, as after a power failure', async () => {
    const storeDir = (await ownServers()).scratchFolder();
    await using nats = await testNats({ isolated: true, storeDir });
    await using site = await Site.open({ natsUrl: nats.url });
    const replica = await site.start();
    await site.append(replica, eventsOf(['a', 'b'], 6));
    await site.untilEffects(6);
    await site.untilSettled(site.durables);

    await nats.stop();
    const streams = join(storeDir, 'jetstream/$G/streams');
    for (const stream of await readdir(streams)) {
      await truncate(join(streams, stream, 'meta.inf'));
      await rm(join(streams, stream, 'msgs'), { recursive: true });
    }
    await site.append(replica, eventsOf(['a', 'b'], 4, 3));
    await nats.start();

    expect(await site.untilEffects(10)).toHaveLength(10);
  });

  it('skips nothing if the consumers’ state is newer than the stream', async () => {
    const storeDir = (await ownServers()).scratchFolder();
    await using nats = await testNats({ isolated: true, storeDir });
    await using site = await Site.open({ natsUrl: nats.url });
    const messages = join(storeDir, 'jetstream/$G/streams', site.contract.stream, 'msgs');
    const older = join(storeDir, 'older');
    const replica = await site.start();
    await site.append(replica, eventsOf(['a', 'b'], 6));
    await site.untilEffects(6);
    await nats.stop();
    await cp(messages, older, { recursive: true });
    await nats.start();
    await site.append(replica, eventsOf(['a', 'b'], 20, 3));
    await site.untilEffects(26);
    await site.untilSettled(site.durables);

    await nats.stop();
    await rm(messages, { recursive: true });
    await cp(older, messages, { recursive: true });
    await nats.start();
    await site.append(replica, eventsOf(['a', 'b'], 4, 13));

    expect(await site.untilEffects(30)).toHaveLength(30);
    expect(await site.stored()).toHaveLength(10);
  });
});
