import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from '@nats-io/transport-node';
import { jetstreamManager } from '@nats-io/jetstream';
import { republish } from '../outbox/republish.sql.js';
import { eventsOf, inversions } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Site } from './testing/site.js';

describe('a row that the broker refuses', () => {
  let site: Site;

  beforeEach(async () => {
    site = await Site.open();
  });
  afterEach(() => site[Symbol.asyncDispose]());

  /** The broker looks at each message and refuses those that are larger. */
  async function limitMessages(bytes: number): Promise<void> {
    const admin = await connect({ servers: site.natsUrl });
    await (await jetstreamManager(admin)).streams.update(site.contract.stream, { max_msg_size: bytes });
    await admin.close();
  }

  const published = async () => (await site.stored()).map(({ data: { key, n } }) => `${key}${n}`);

  it('blocks its own key only, is retried, parked, and sent again when somebody says so', async () => {
    const since = new Date();
    const replica = await site.start({
      roles: ['relay'],
      relay: { retry: { attempts: 3, baseMs: 150, maxMs: 1_000 }, pollMs: { min: 5, max: 50 } },
    });
    await limitMessages(1_500);
    await site.append(replica, [
      { key: 'a', n: 0 },
      { key: 'a', n: 1, fault: 'x'.repeat(4_000) },
      { key: 'a', n: 2 },
      { key: 'b', n: 0 },
      { key: 'b', n: 1 },
      { key: 'a', n: 3 },
    ]);
    await eventually(async () => (await published()).includes('b1'));
    // Refused at least once by now, and what follows of its key waits behind it.
    await eventually(async () => (await site.outbox()).refused === 1);
    expect((await published()).sort()).toEqual(['a0', 'b0', 'b1']);
    await site.append(replica, [
      { key: 'a', n: 4 },
      { key: 'b', n: 2 },
    ]);
    // Published is one thing, marked another: what stays pending is the refused row and what is behind it.
    await eventually(async () => (await published()).includes('b2') && (await site.outbox()).pending === 4);
    expect(await site.outbox()).toMatchObject({ parked: 0, refused: 1 });

    await site.untilPublished();
    expect(await published()).toEqual(['a0', 'b0', 'b1', 'b2', 'a2', 'a3', 'a4']);
    expect(await site.outbox()).toMatchObject({ pending: 0, parked: 1 });
    const { rows } = await site.pool.query(
      `SELECT attempts, last_error AS "lastError", dead_at - created_at >= '0.45s' AS waited
       FROM outbox WHERE dead_at IS NOT NULL`,
    );
    expect(rows).toEqual([{ attempts: 3, lastError: expect.stringMatching(/size/), waited: true }]);
    expect(replica.logged.filter(({ message }) => /parked/.test(message))).toHaveLength(1);

    await limitMessages(-1);
    await replica.messaging.transactions.run((tx) => republish(tx, since));
    await site.untilPublished();
    expect(await published()).toContain('a1');
    expect(await site.outbox()).toMatchObject({ parked: 0 });
    // The seven that were stored before are so again: the inboxes tell them by their ids.
    expect(await published()).toHaveLength(15);
  });

  it('that another program wrote, and that cannot be sent, is parked like any other', async () => {
    const subject = `${site.domain}.happened.v1.standard.0`;
    const unsendable = [
      { subject: `${subject} and more`, headers: '{}' },
      { subject, headers: '{"na\\u0000me":"value"}' },
      { subject, headers: '{"ce-dataref":"urn:waybill:payload:nothing"}' },
    ];
    for (const [index, { subject, headers }] of unsendable.entries()) {
      await site.pool.query(
        `INSERT INTO outbox (message_id, subject, key, bucket, headers, payload) VALUES ($1, $2, $1, 0, $3, '{}')`,
        [`unsendable-${index}`, subject, headers],
      );
    }
    const replica = await site.start({
      roles: ['relay'],
      relay: { retry: { attempts: 2, baseMs: 1, maxMs: 1 } },
    });
    await site.append(replica, [{ key: 'sendable', n: 0 }]);
    await site.untilPublished(20_000);
    expect(await site.outbox()).toMatchObject({ parked: unsendable.length });
    expect(await published()).toContain('sendable0');
    expect(replica.logged.filter(({ message }) => /lost its database session/.test(message))).toEqual([]);
  });

  it('that no stream takes waits for one, with all of its domain, and holds up no other', async () => {
    const replica = await site.start({ roles: ['relay'], relay: { batchSize: 50 } });
    const orphans = `${site.domain}orphans`;
    await site.pool.query(
      `INSERT INTO outbox (message_id, subject, key, bucket, headers, payload)
       SELECT 'orphan-' || n, $1, 'orphan-' || n, n % 64, '{}', '{}' FROM generate_series(1, 200) AS n`,
      [`${orphans}.happened.v1.standard.0`],
    );
    await eventually(() => replica.logged.some(({ message }) => /no stream takes/.test(message)));
    await site.append(replica, eventsOf(['a', 'b'], 20));
    await eventually(async () => (await published()).length === 20);
    await eventually(async () => (await site.outbox()).pending === 200);
    expect(await site.outbox()).toMatchObject({ refused: 0, parked: 0 });

    const stream = { name: orphans.toUpperCase(), subjects: [`${orphans}.>`], limits: {} };
    await site.broker.reconcile({
      streams: [{ ...stream, defaults: { maxAgeMs: 60_000, duplicateWindowMs: 60_000, replicas: 1 } }],
      consumers: [],
    });
    await site.untilPublished();
    expect(await site.broker.reader.streamStatus(stream.name)).toMatchObject({ messages: 200 });
  });

  it('that an outage holds up is no refusal and uses up no attempt', async () => {
    const transport = await site.connect();
    const publish = transport.publish.bind(transport);
    let failures = 0;
    transport.publish = (message) => {
      if (failures++ < 5) return publish({ ...message, subject: 'no.stream.takes.this' });
      return publish(message);
    };
    const replica = await site.start({
      roles: ['relay'],
      transport,
      relay: { retry: { attempts: 1, baseMs: 1, maxMs: 1 } },
    });
    await site.append(
      replica,
      [0, 1, 2].map((n) => ({ key: 'outage', n })),
    );
    await site.untilPublished();
    expect(failures).toBeGreaterThanOrEqual(5 + 3);
    expect(await site.outbox()).toMatchObject({ parked: 0 });
    const stored = (await site.stored()).map(({ data }) => data);
    expect([stored.length, inversions(stored)]).toEqual([3, []]);
  });
});
