import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { payloadStreamOf } from '../claim-check/data-reference.js';
import { consumer, type ConsumerDefinition } from '../consumer/define-consumer.js';
import { on, onBatch } from '../consumer/subscription.js';
import { InvalidMessage } from '../errors.js';
import { republish } from '../outbox/republish.sql.js';
import { happenedIn, recordEffect, type Happened } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { RecordEffect, Site, type Replica, type ServiceUnderTest } from './testing/site.js';

/** Beyond every limit of one message; three bytes a character, so that no part ends at one by chance. */
const LARGE = '€'.repeat(1024 * 1024);

describe('payloads that are larger than a message', () => {
  let site: Site;
  let contract: ReturnType<typeof happenedIn>;
  let seen: number[];

  beforeEach(async () => {
    site = await Site.open();
    contract = happenedIn(site.domain, site.service, true);
    seen = [];
  });
  afterEach(() => site[Symbol.asyncDispose]());

  const taking = (attempts = 5): ConsumerDefinition[] => [
    consumer(site.service, { startFrom: 'beginning' }, [on(contract, RecordEffect, { retry: { attempts } })]),
  ];

  function start(options: ServiceUnderTest = {}): Promise<Replica> {
    return site.start({
      publishes: [contract],
      subscriptions: taking(),
      handle: async (events, { tx }) => {
        seen.push(...events.map(({ data }) => data.fault?.length ?? 0));
        await recordEffect(tx, events);
      },
      ...options,
    });
  }

  const publish = ({ messaging }: Replica, ...events: Happened[]) =>
    messaging.transactions.run((tx) => messaging.outbox.publishAll(tx, contract, events));

  /** Messages of the stream of payloads. */
  async function parts(): Promise<number> {
    return (await site.broker.reader.streamStatus(payloadStreamOf(site.domain)))!.messages;
  }

  it('reach the handler whole, over two replicas; the stream of events holds references', async () => {
    const [one] = [await start(), await start()];
    await publish(
      one,
      { key: 'a', n: 0, fault: LARGE },
      { key: 'a', n: 1 },
      { key: 'b', n: 0, fault: LARGE },
    );
    expect(await site.untilEffects(3)).toHaveLength(3);
    expect(seen.sort((a, b) => b - a)).toEqual([LARGE.length, LARGE.length, 0]);
    const status = await site.broker.reader.streamStatus(site.contract.stream);
    expect(status!.bytes).toBeLessThan(10_000);
    // An event of the same contract that fits is carried by its message.
    expect(await parts()).toBe(2 * 13);
  });

  it('leave nothing behind where the transaction is rolled back', async () => {
    const replica = await start();
    const { transactions, outbox } = replica.messaging;
    await expect(
      transactions.run(async (tx) => {
        await outbox.publish(tx, contract, { key: 'a', n: 0, fault: LARGE });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await publish(replica, { key: 'b', n: 0 });
    await site.untilEffects(1);
    expect(await parts()).toBe(0);
  });

  it('are stored before their message, also where the relay is killed in between', async () => {
    const publisher = await start({ roles: [] });
    await publish(publisher, { key: 'a', n: 0, fault: LARGE });
    const child = await site.startProcess({ roles: ['relay'], claimCheck: true, dies: 'after-payload' });
    expect(await child.exited).toBe('SIGKILL');
    expect(await parts()).toBeGreaterThan(0);
    expect(await site.stored()).toEqual([]);
    await start();
    expect(await site.untilEffects(1)).toHaveLength(1);
    expect(seen).toEqual([LARGE.length]);
  });

  it('wait in the outbox until the event is due', async () => {
    const replica = await start();
    const { transactions, outbox } = replica.messaging;
    const event = { key: 'a', n: 0, fault: LARGE };
    await transactions.run((tx) => outbox.publish(tx, contract, event, { delay: '1s' }));
    await site.untilEffects(1);
    expect(seen).toEqual([LARGE.length]);
    expect(await parts()).toBe(13);
  });

  it('are found again by the replay of a dead letter', async () => {
    let healed = false;
    const replica = await start({
      subscriptions: taking(1),
      handle: async (events, { tx }) => {
        if (!healed) throw new Error('not yet');
        seen.push(...events.map(({ data }) => data.fault!.length));
        await recordEffect(tx, events);
      },
    });
    await publish(replica, { key: 'a', n: 0, fault: LARGE });
    await eventually(async () => (await site.desk.list({ consumer: site.service })).length === 1);
    healed = true;
    const [letter] = await site.desk.list({ consumer: site.service });
    await site.desk.replay(letter!.id);
    await site.untilEffects(1);
    expect(seen).toEqual([LARGE.length]);
  });

  it('that are gone are said to be, and come back with a resend', async () => {
    const replica = await start({ roles: ['relay'] });
    await publish(replica, { key: 'a', n: 0, fault: LARGE });
    await site.untilPublished();
    await site.broker.admin.deleteStream(payloadStreamOf(site.domain));
    await start();
    await eventually(async () => (await site.desk.list({ consumer: site.service })).length === 1);
    const [letter] = await site.desk.list({ consumer: site.service });
    expect(letter!.error.message).toContain(`its payload is not in ${payloadStreamOf(site.domain)}`);
    await site.pool.query('BEGIN');
    await republish(site.pool, new Date(0));
    await site.pool.query('COMMIT');
    await site.untilPublished();
    await site.desk.replay(letter!.id);
    await site.untilEffects(1);
    expect(seen).toEqual([LARGE.length]);
  });

  it('are refused by name where the contract does not allow them, for batches, and without an outbox', async () => {
    const replica = await site.start();
    const tooLarge = { key: 'a', n: 0, fault: LARGE };
    await expect(site.append(replica, [tooLarge])).rejects.toThrow(
      new RegExp(`${site.contract.name} has 3145\\d{3} bytes, .*or let its contract say "claimCheck: true"`),
    );
    expect(() => onBatch(contract, RecordEffect)).toThrow(`${contract.name} to RecordEffect`);
    const direct = (await start({ roles: [] })).messaging.direct;
    await expect(direct.publish(contract, tooLarge)).rejects.toThrow(InvalidMessage);
    await expect(direct.publish(contract, tooLarge)).rejects.toThrow('publish it through the outbox');
  });
});
