import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { BrokerUnavailable } from '../errors.js';
import { silentLog } from '../log.js';
import { Outbox } from '../outbox/outbox.js';
import { Relay } from '../outbox/relay/relay.js';
import { eventually } from '../guarantees/testing/eventually.js';
import { Site } from '../guarantees/testing/site.js';
import type { Publisher } from '../transport/transport.js';
import { OutboxWatch } from './outbox-watch.js';

const unreachable: Publisher = { publish: () => Promise.reject(new BrokerUnavailable('away')) };
const accepting: Publisher = {
  publish: ({ id }) => Promise.resolve({ stream: id, position: '1', duplicate: false }),
};

describe('what waits in the outbox', () => {
  let site: Site;
  let relays: Relay[] = [];

  beforeAll(async () => {
    site = await Site.open();
  });
  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
    relays = [];
    await site.pool.query('TRUNCATE outbox, outbox_scheduled');
  });
  afterAll(() => site[Symbol.asyncDispose]());

  const append = () =>
    new Outbox(site.service, [site.contract]).publish(site.pool, site.contract, { key: 'a', n: 1 });
  const start = (publisher: Publisher) => {
    const relay = new Relay(site.pool, publisher, silentLog);
    void relay.start();
    relays.push(relay);
    return relay;
  };
  /** As of now, with a grace that is over at once. */
  const check = async () => {
    const watch = new OutboxWatch(0);
    await watch.read(site.pool);
    return { ...watch.check()[0]!, backlog: watch.backlog };
  };

  it('is nothing to speak of within the grace', async () => {
    await append();
    const watch = new OutboxWatch(60_000);
    expect(watch.check()).toEqual([]);
    await watch.read(site.pool);
    expect(watch.check()).toEqual([{ name: 'outbox', role: 'all', status: 'ok' }]);
  });

  it('is named where no relay runs anywhere, with the last time that one sent', async () => {
    start(accepting);
    await append();
    await site.untilPublished();
    await Promise.all(relays.map((relay) => relay.stop()));
    await append();
    const { status, detail, fix, backlog } = await check();
    expect(status).toBe('degraded');
    expect(detail).toMatch(
      /^1 row waits for \d+ s, and no relay is connected to the database; none has sent since 20/,
    );
    expect(fix).toBe('start a process with the role relay');
    expect(backlog).toMatchObject({ pending: 1, relays: 0, lastSentAt: expect.any(Date) });
  });

  it('says so where none has ever run', async () => {
    await append();
    await append();
    expect((await check()).detail).toMatch(/^2 rows wait, the oldest for .* none has ever sent a row of it$/);
  });

  it('is named where something is due that no relay moves into it', async () => {
    const outbox = new Outbox(site.service, [site.contract]);
    await outbox.publish(site.pool, site.contract, { key: 'a', n: 1 }, { delay: '1h' });
    expect((await check()).status).toBe('ok');
    await outbox.publish(site.pool, site.contract, { key: 'a', n: 1 }, { at: new Date(0) });
    const { status, detail } = await check();
    expect(status).toBe('degraded');
    expect(detail).toMatch(
      /^what was scheduled has been due for \d+ s and is not moved .* no relay is connected/,
    );
  });

  it('is reported differently if a relay runs and cannot send', async () => {
    start(unreachable);
    await append();
    await eventually(async () => (await check()).backlog?.relays === 1);
    expect((await check()).detail).toMatch(/though a relay runs$/);
  });
});
