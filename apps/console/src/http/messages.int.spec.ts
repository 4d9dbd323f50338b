import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeadLetterResolution, MessagesResponse, TraceDetail } from '@waybill/console-api';
import {
  replayId,
  type ConsumerDescription,
  type InboxRecord,
  type OutboxRecord,
  type StreamTransport,
} from '@waybill/messaging/operations';
import type { TestService } from '@waybill/service/testing';
import { randomUUID } from 'node:crypto';
import { Broker } from '../platform/broker.js';
import { eventually } from '../testing/eventually.js';
import { FakeService } from '../testing/fake-service.js';
import { startTestConsole } from '../testing/test-console.js';

/** One message of one service, which keeps its own books here: the test writes into them. Each test has an order of its own. */
describe('the messages of an order', () => {
  let orderId: string;
  let eventId: string;
  let headers: Record<string, string>;
  const outbox: OutboxRecord[] = [];
  const inbox = new Map<string, InboxRecord>();
  /** What happens in the service right after it was asked for its rows. */
  let afterFind = () => {};
  let console: TestService;
  let fake: FakeService;
  let transport: StreamTransport;
  let type: string;
  let stream: string;

  const error = { name: 'Error', message: 'no' };
  const defaults = { maxAgeMs: 60_000, duplicateWindowMs: 1_000, replicas: 1 };
  const failed = [{ at: new Date().toISOString(), durationMs: 3, error }];

  const durable = (name: string, filter = `${type}.v1.*.*`) => ({
    stream,
    name,
    filters: [filter],
    maxAckPending: 1,
    ackWaitMs: 10_000,
    startAt: 'beginning' as const,
    metadata: { 'waybill-service': filter === `${type}.v1.*.*` ? fake.name : 'stranger' },
  });

  beforeAll(async () => {
    [console, fake] = await Promise.all([startTestConsole(), FakeService.start()]);
    transport = console.app.get(Broker, { strict: false }).transport;
    type = `${fake.name}.placed`;
    stream = fake.name.toUpperCase();
    await transport.reconcile({
      streams: [
        { name: 'DEAD', subjects: ['dead.>'], limits: {}, defaults },
        { name: stream, subjects: [`${fake.name}.>`], limits: {}, defaults },
      ],
      consumers: [
        ...['sales', 'mail'].map((name) => durable(`${fake.name}-${name}`)),
        // Without it no replay would reach anybody, and none is made.
        { ...durable(`${fake.name}-sales_replay`), stream: 'DEAD', filters: ['dead.settled.sales.>'] },
      ],
    });
    await fake.answer('outbox.find', () => {
      const rows = [...outbox];
      afterFind();
      return rows;
    });
    await fake.answer('inbox.find', ({ eventIds }) =>
      [...inbox.values()].filter((record) => eventIds.includes(record.eventId)),
    );
    const consumer = (name: string): ConsumerDescription => ({
      consumer: name,
      formerly: [],
      ignores: [],
      durable: `${fake.name}-${name}`,
      stream,
      filters: [`${type}.v1.*.*`],
      concurrency: 1,
      mode: 'key',
      attempts: 1,
      routes: [{ type, handler: 'Handle' }],
    });
    await fake.introduce(console, {
      publishes: [{ type, version: 1, stream, subjectTemplate: `${type}.v1.{lane}.{partition}` }],
      consumers: [consumer('sales'), consumer('mail')],
    });
  });

  beforeEach(() => {
    [orderId, eventId] = [randomUUID(), randomUUID()];
    headers = { 'ce-id': eventId, 'ce-correlationid': orderId };
    outbox.length = 0;
    inbox.clear();
  });

  afterAll(async () => {
    await fake?.close();
    await console?.close();
  });

  async function get<T>(path: string): Promise<T> {
    return (await (await fetch(console.url + path)).json()) as T;
  }
  const messages = () => get<MessagesResponse>(`/api/messages?orderId=${orderId}`);
  const stateOf = ({ items }: MessagesResponse, consumer: string) =>
    items[0]?.consumers.find((each) => each.consumer === consumer)?.state;
  const untilSales = (state: string) => eventually(messages, (answer) => stateOf(answer, 'sales') === state);
  const handledBy = (consumer: string) =>
    inbox.set(consumer, {
      consumer,
      eventId,
      handledAt: new Date().toISOString(),
      outcome: 'handled',
      failed: [],
    });

  /** Appended and published, and its sequence. */
  async function place(lane = 'standard'): Promise<number> {
    const subject = `${type}.v1.${lane}.0`;
    const { position } = await transport.publish({ id: eventId, subject, headers, body: '{}' });
    const sequence = Number(position);
    const appended = { createdAt: new Date().toISOString(), attempts: 0, lastError: null, availableAt: null };
    const publishedAt = new Date(Date.now() + 60_000).toISOString();
    const at = { stream, sequence, publishedAt, parkedAt: null };
    outbox.push({ id: '1', eventId, subject, key: orderId, headers, payload: {}, ...appended, ...at });
    return sequence;
  }

  /** `mail` handles it, and `sales` gives up. */
  async function giveUp(): Promise<MessagesResponse> {
    const sequence = await place();
    handledBy('mail');
    inbox.set('sales', { consumer: 'sales', eventId, handledAt: null, outcome: null, failed });
    await transport.publish({
      id: randomUUID(),
      subject: `dead.letter.sales.${type}`,
      headers: {
        ...headers,
        'waybill-dead-reason': 'attempts-exhausted',
        'waybill-dead-error': encodeURIComponent(JSON.stringify(error)),
        'waybill-dead-history': encodeURIComponent(JSON.stringify(failed)),
        'waybill-dead-service': fake.name,
        'waybill-dead-consumer': 'sales',
        'waybill-original-subject': `${type}.v1.standard.0`,
        'waybill-original-stream': stream,
        'waybill-original-sequence': String(sequence),
        'waybill-original-id': eventId,
      },
      body: '{}',
    });
    return untilSales('dead-lettered');
  }

  it('are not known before there are any', async () => {
    expect((await fetch(`${console.url}/api/messages?orderId=${orderId}`)).status).toBe(404);
  });

  it('wait for every consumer once they are published, which is when the broker stored them', async () => {
    const sequence = await place();
    const { storedAt } = (await transport.reader.read(stream, String(sequence)))!;
    expect(await messages()).toMatchObject({
      orderId,
      complete: false,
      missing: [],
      items: [
        {
          eventId,
          type,
          service: fake.name,
          published: { at: new Date(storedAt).toISOString(), stream, sequence },
          consumers: [
            { consumer: 'sales', state: 'pending' },
            { consumer: 'mail', state: 'pending' },
          ],
        },
      ],
    });
  });

  it('are lost if they are gone from the stream and were not handled', async () => {
    await place();
    handledBy('mail');
    await fake.operate(`STREAM.PURGE.${stream}`, { filter: `${type}.>` });
    expect(await untilSales('lost')).toMatchObject({
      complete: false,
      lost: true,
      items: [
        {
          complete: false,
          lost: true,
          consumers: [
            { consumer: 'sales', state: 'lost' },
            { consumer: 'mail', state: 'done' },
          ],
        },
      ],
    });
    handledBy('sales');
    expect(await messages()).toMatchObject({ complete: true, lost: false });
  });

  it('are not complete because they are acknowledged: who handled them says so', async () => {
    const sequence = await place();
    handledBy('mail');
    await fake.operate(`CONSUMER.DELETE.${stream}.${fake.name}-sales`);
    const metadata = { 'waybill-service': fake.name };
    const config = {
      durable_name: `${fake.name}-sales`,
      ack_policy: 'explicit',
      deliver_policy: 'new',
      metadata,
    };
    await fake.operate(`CONSUMER.CREATE.${stream}.${fake.name}-sales`, { stream_name: stream, config });
    const answer = await untilSales('unrecorded');
    expect(answer).toMatchObject({ complete: false, lost: false });
    expect(answer.items[0]!.published).toMatchObject({ sequence });
  });

  it('wait for a replica that knows them while a process gives them back', async () => {
    await place();
    handledBy('mail');
    const given = { consumer: 'sales', type, version: 1, since: new Date().toISOString(), returned: 3 };
    fake.presence.waiting = [given];
    const announced = (state: string) =>
      eventually(
        () => (fake.announce(), messages()),
        (answer) => stateOf(answer, 'sales') === state,
      );
    expect(await announced('waiting')).toMatchObject({ complete: false, lost: false });
    fake.presence.waiting = [];
    await announced('pending');
  });

  it('are not complete while a dead letter waits for a decision', async () => {
    const answer = await giveUp();
    expect(answer).toMatchObject({ complete: false, items: [{ deadLettered: [{ state: 'open' }] }] });
    expect(stateOf(answer, 'mail')).toBe('done');
  });

  it('go on with a replay: under way, failed again, handled', async () => {
    const [{ id } = { id: '' }] = (await giveUp()).items[0]!.deadLettered;
    const replayed = await fetch(`${console.url}/api/dead-letters/${id}/replay`, { method: 'POST' });
    expect(replayed.status).toBe(200);
    const { traceId } = (await replayed.json()) as DeadLetterResolution;
    expect(await untilSales('pending')).toMatchObject({
      complete: false,
      items: [{ replayed: [{ consumer: 'sales', deadLetterId: id, traceId }] }],
    });

    inbox.set('replay', { consumer: 'sales', eventId: replayId(id), handledAt: null, outcome: null, failed });
    expect((await messages()).items[0]!.consumers).toMatchObject([
      { consumer: 'sales', state: 'retrying', attempts: 2 },
      { consumer: 'mail', state: 'done' },
    ]);
    const trace = await get<TraceDetail>(`/api/traces/${traceId}`);
    expect(trace).toMatchObject({ rootName: expect.stringContaining('replay'), complete: false });
    expect(trace.messages).toMatchObject([
      { eventId, consumers: [{ consumer: 'sales', state: 'retrying' }] },
    ]);

    handledBy('sales');
    const answer = await messages();
    expect(answer).toMatchObject({ complete: true, missing: [] });
    expect(stateOf(answer, 'sales')).toBe('done');
  });

  it('refuses a replay that would reach no consumer, and says why', async () => {
    const [{ id } = { id: '' }] = (await giveUp()).items[0]!.deadLettered;
    await fake.operate(`CONSUMER.DELETE.DEAD.${fake.name}-sales_replay`);
    const refused = await fetch(`${console.url}/api/dead-letters/${id}/replay`, { method: 'POST' });
    expect([refused.status, await refused.json()]).toMatchObject([
      409,
      { detail: expect.stringContaining('no service has a consumer sales any more') as unknown },
    ]);
  });

  it('are told by the dead letter alone where nothing else is left of them', async () => {
    await giveUp();
    outbox.length = 0;
    inbox.clear();
    const told = { complete: false, items: [{ eventId, type, orderId, deadLettered: [{ state: 'open' }] }] };
    expect(await messages()).toMatchObject(told);
    const ofEvent = await get<MessagesResponse>(`/api/messages?eventId=${eventId}`);
    expect(ofEvent).toMatchObject(told);
    expect(ofEvent.items[0]).toMatchObject({ published: { stream }, payload: {} });
    expect(stateOf(ofEvent, 'sales')).toBe('dead-lettered');
    const [{ id } = { id: '' }] = ofEvent.items[0]!.deadLettered;
    const body = JSON.stringify({ reason: 'known' });
    const discard = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    expect((await fetch(`${console.url}/api/dead-letters/${id}/discard`, discard)).status).toBe(200);
    const settled = () => get<MessagesResponse>(`/api/messages?eventId=${eventId}`);
    expect(await eventually(settled, (answer) => stateOf(answer, 'sales') === 'done')).toMatchObject({
      items: [{ deadLettered: [{ state: 'discarded' }] }],
    });
  });

  it('are not complete if another one was sent while the response was put together', async () => {
    await place();
    handledBy('mail');
    handledBy('sales');
    const next = { eventId: randomUUID(), publishedAt: null, stream: null, sequence: null };
    afterFind = () => {
      afterFind = () => {};
      outbox.push({ ...outbox[0]!, id: '2', ...next });
    };
    expect(await messages()).toMatchObject({
      complete: false,
      items: [{ complete: true }, { eventId: next.eventId, complete: false }],
    });
    outbox.pop();
    expect(await messages()).toMatchObject({ complete: true });
  });

  it('are not complete while the broker has a durable for them whose service is unknown', async () => {
    // Of a lane that no other test uses: it stays.
    const stranger = durable('unheard-of', `${type}.v1.express.*`);
    await transport.reconcile({ streams: [], consumers: [stranger] });
    await place('express');
    handledBy('mail');
    handledBy('sales');
    const answer = await eventually(messages, ({ missing }) => missing.join() === 'unheard-of');
    expect(answer.complete).toBe(false);
  });
});
