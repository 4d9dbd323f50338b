import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OutboxPublishOptions } from '../outbox/outbox.js';
import type { Happened } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Site, type Replica } from './testing/site.js';

describe('an event with a due time', () => {
  let site: Site;

  beforeEach(async () => {
    site = await Site.open();
  });
  afterEach(() => site[Symbol.asyncDispose]());

  const schedule = (replica: Replica, data: Happened, options: OutboxPublishOptions) => {
    const { transactions, outbox } = replica.messaging;
    return transactions.run((tx) => outbox.publish(tx, site.contract, data, options));
  };
  const storedNumbers = async () => (await site.stored()).map(({ data }) => data.n);
  const untilStored = (count: number) =>
    eventually(async () => (await site.stored()).length >= count, { what: `${count} messages are stored` });
  /** Moves the due times of everything that waits, as if that much time had passed. */
  const letPass = (seconds: number) =>
    site.pool.query('UPDATE outbox_scheduled SET due_at = due_at - make_interval(secs => $1)', [seconds]);

  it('is published when it is due and not before, in order for its key among what is published at once', async () => {
    const relay = await site.start({ roles: ['relay'] });
    await schedule(relay, { key: 'a', n: 3 }, { delay: '2h' });
    await schedule(relay, { key: 'a', n: 2 }, { delay: '1h' });
    await site.append(relay, [{ key: 'a', n: 1 }]);
    await untilStored(1);
    expect(await storedNumbers()).toEqual([1]);
    await letPass(3 * 3600);
    await untilStored(3);
    await site.append(relay, [{ key: 'a', n: 4 }]);
    await untilStored(4);
    expect(await storedNumbers()).toEqual([1, 2, 3, 4]);
  });
});
