import 'reflect-metadata';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Module, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientNats, MessagePattern, NatsRecordBuilder, Payload, Transport } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import pg from 'pg';
import { firstValueFrom, timeout } from 'rxjs';
import { createTestDatabase, testNats, type TestDatabase, type TestNatsServer } from '@waybill/testing';
import { consumer } from '../consumer/define-consumer.js';
import { on } from '../consumer/subscription.js';
import { happenedIn, type Happened } from '../guarantees/testing/events.js';
import { eventually } from '../guarantees/testing/eventually.js';
import { surviving, transactionsOf } from '../guarantees/testing/pg-transactions.js';
import {
  inspectionSubject,
  presenceSubject,
  type InspectionRequest,
  type InspectionRequests,
  type Presence,
} from '../inspection/protocol.js';
import { BrokerConnection, operatorHeaders } from '../jetstream/index.js';
import { silentLog } from '../log.js';
import type { EventMessage } from '../message/event-message.js';
import { Outbox } from '../outbox/outbox.js';
import { TransactionRunner } from '../outbox/transaction-runner.js';
import { HandlerSpies } from '../testing/handler-spies.js';
import { RecordedSpans } from '../tracing/testing/recorded-spans.js';
import { connectMessaging } from './connect-messaging.js';
import { MessagingModule } from './messaging.module.js';

const Happened = happenedIn('looked-at', 'looker');
const WAIT = { timeoutMs: 20_000 };

class HandleHappened {
  async handle({ data }: EventMessage<Happened>): Promise<void> {
    if (data.fault) throw new Error(data.fault);
  }
}

@Controller()
class GreeterController {
  @MessagePattern('greet', Transport.NATS)
  greet(@Payload() name: string): string {
    return `Hello, ${name}`;
  }
}

describe('a service reports on its own messaging', () => {
  let nats: TestNatsServer;
  let database: TestDatabase;
  let pool: pg.Pool;
  let spies: HandlerSpies;
  let app: INestApplication;
  let client: ClientNats;

  beforeEach(async () => {
    nats = await testNats({ isolated: true });
    database = await createTestDatabase('order');
    pool = surviving(new pg.Pool({ connectionString: database.url }));
    spies = new HandlerSpies();
    client = new ClientNats({ servers: [nats.url], maxReconnectAttempts: -1, reconnectTimeWait: 100 });
  });
  afterEach(async () => {
    await client.close();
    await app.close();
    await pool.end();
    await database.drop();
    await nats.stop();
  });

  async function start(
    roles: ('relay' | 'consumers')[] = ['relay', 'consumers'],
    controllers: Type[] = [],
  ): Promise<void> {
    const subscriptions = [
      consumer('looker-happened', { startFrom: 'beginning', ordering: 'none' }, [
        on(Happened, HandleHappened, { retry: { attempts: 3, baseMs: 1, maxMs: 2 } }),
      ]),
    ];
    @Module({
      imports: [
        MessagingModule.forRoot({
          service: 'looker',
          broker: { servers: [nats.url] },
          roles: new Set(roles),
          pool,
          transaction: transactionsOf(pool),
          subscriptions,
          publishes: [Happened],
          observers: [spies],
          log: silentLog,
        }),
      ],
      controllers,
      providers: [HandleHappened],
    })
    class LookerModule {}
    app = await NestFactory.create(LookerModule, new FastifyAdapter(), { logger: false });
    await connectMessaging(app);
    await app.startAllMicroservices();
  }

  it("leaves the service's own request/reply over NATS beside the events", async () => {
    await start(['relay', 'consumers'], [GreeterController]);
    app.connectMicroservice({ transport: Transport.NATS, options: { servers: [nats.url] } });
    await app.startAllMicroservices();
    expect(await eventually(() => firstValueFrom(client.send('greet', 'Ada').pipe(timeout(5_000))))).toBe(
      'Hello, Ada',
    );
    await append([{ key: 'a', n: 1 }]);
    await spies.all.waitFor(({ outcome }) => outcome === 'handled', WAIT);
  });

  const send = <Request extends InspectionRequest>(
    request: Request,
    payload: unknown,
  ): Promise<InspectionRequests[Request]['reply']> =>
    firstValueFrom(client.send(inspectionSubject('looker', request), payload).pipe(timeout(5_000)));

  const ask = <Request extends InspectionRequest>(
    request: Request,
    payload: InspectionRequests[Request]['request'],
  ) => send(request, payload);

  /** The first reply takes until the service has connected. */
  const answers = () => eventually(() => ask('describe', {}));

  const append = (events: Happened[]) =>
    app.get(TransactionRunner).run((tx) => app.get(Outbox).publishAll(tx, Happened, events));

  it('describes what it publishes, and who of it listens to what', async () => {
    await start();
    expect(await answers()).toMatchObject({
      service: 'looker',
      roles: ['relay', 'consumers'],
      concurrency: 4,
      publishes: [
        {
          type: 'looked-at.happened',
          version: 1,
          stream: 'LOOKED-AT',
          subjectTemplate: 'looked-at.happened.v1.{lane}.{partition}',
        },
      ],
      consumers: ['express', 'standard'].map((lane) => ({
        consumer: 'looker-happened',
        durable: `looker-happened_${lane}`,
        stream: 'LOOKED-AT',
        filters: [`looked-at.happened.*.${lane}.*`],
        concurrency: 16,
        mode: 'none',
        attempts: 3,
        routes: [{ type: 'looked-at.happened', handler: 'HandleHappened' }],
      })),
    });
  });

  it('shows outbox rows, parked ones first, and makes a parked one pending again, once', async () => {
    await start(['consumers']);
    await answers();
    const ids = await append([
      { key: 'a', n: 1 },
      { key: 'b', n: 1 },
      { key: 'a', n: 2 },
    ]);
    await pool.query(
      `UPDATE outbox SET dead_at = now(), attempts = 8, last_error = 'too large' WHERE message_id = $1`,
      [ids[2]],
    );
    expect(await ask('outbox.status', {})).toMatchObject({ pending: 2, parked: 1, relayPaused: false });
    const rows = await ask('outbox.rows', { limit: 2 });
    expect(rows.map(({ eventId }) => eventId)).toEqual([ids[2], ids[0]]);
    expect(rows[0]).toMatchObject({
      key: 'a',
      payload: { key: 'a', n: 2 },
      headers: { 'ce-type': 'looked-at.happened' },
      attempts: 8,
      lastError: 'too large',
      publishedAt: null,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect((await ask('outbox.find', { key: 'a' })).map(({ eventId }) => eventId)).toEqual([ids[0], ids[2]]);
    expect(await ask('outbox.find', { eventId: ids[1]! })).toMatchObject([{ eventId: ids[1], key: 'b' }]);
    expect(await ask('outbox.retry', { id: rows[0]!.id })).toBe(true);
    expect(await ask('outbox.retry', { id: rows[0]!.id })).toBe(false);
    expect(await ask('outbox.status', {})).toMatchObject({ pending: 3, parked: 0, refused: 0 });
  });

  it('shows what is scheduled, what was cancelled, and what was due, by its key and by its event', async () => {
    await start(['consumers']);
    await answers();
    const { outbox, transactions } = { outbox: app.get(Outbox), transactions: app.get(TransactionRunner) };
    const schedule = (n: number, delay: '1h' | '2h') =>
      transactions.run((tx) => outbox.publish(tx, Happened, { key: 'a', n }, { delay }));
    const [late, cancelled, soon] = [
      await schedule(1, '2h'),
      await schedule(2, '1h'),
      await schedule(3, '1h'),
    ];
    await transactions.run((tx) => outbox.cancel(tx, cancelled));
    await append([{ key: 'a', n: 4 }]);
    const status = await ask('outbox.status', {});
    expect(status).toMatchObject({ pending: 1, scheduled: 2 });
    expect(Math.round(status.nextDueSeconds! / 3600)).toBe(1);
    const rows = await ask('outbox.rows', { limit: 10 });
    expect(rows.map(({ payload }) => (payload as Happened).n)).toEqual([4, 3, 1]);
    expect(rows[1]).toMatchObject({ eventId: soon, dueAt: expect.any(String), cancelledAt: null });
    const found = await ask('outbox.find', { key: 'a' });
    expect(found.map(({ payload }) => (payload as Happened).n)).toEqual([1, 2, 3, 4]);
    expect(await ask('outbox.find', { eventId: cancelled })).toMatchObject([
      { eventId: cancelled, publishedAt: null, cancelledAt: expect.any(String) },
    ]);
    // Its id was made long before its row in the outbox.
    await pool.query(
      `WITH due AS (DELETE FROM outbox_scheduled WHERE message_id = $1 RETURNING *)
       INSERT INTO outbox (message_id, subject, key, bucket, headers, payload, due_at, created_at)
       SELECT message_id, subject, key, bucket, headers, payload, due_at, now() + interval '3 days' FROM due`,
      [late],
    );
    expect(await ask('outbox.find', { eventId: late })).toMatchObject([
      { eventId: late, createdAt: expect.stringContaining(new Date().toISOString().slice(0, 10)) },
    ]);
  });

  it('finds an event whose id its publisher chose', async () => {
    await start(['consumers']);
    await answers();
    await app
      .get(TransactionRunner)
      .run((tx) => app.get(Outbox).publish(tx, Happened, { key: 'k', n: 1 }, { id: 'my-own' }));
    expect(await ask('outbox.find', { eventId: 'my-own' })).toMatchObject([{ eventId: 'my-own' }]);
  });

  it('returns as many rows as one reply holds', async () => {
    await start(['consumers']);
    await answers();
    const fault = 'x'.repeat(300_000);
    await append([1, 2, 3, 4].map((n) => ({ key: 'large', n, fault })));
    const rows = await ask('outbox.rows', { limit: 200 });
    expect(rows.map(({ payload }) => (payload as Happened).n)).toEqual([1, 2, 3]);
  });

  it('tells what its consumers did with an event: handled, or every attempt that failed', async () => {
    await start();
    const [good, bad] = await append([
      { key: 'a', n: 1 },
      { key: 'b', n: 1, fault: 'no such thing' },
    ]);
    await spies.all.waitFor(({ outcome }) => outcome === 'dead-lettered', WAIT);
    await spies.all.waitFor(({ outcome }) => outcome === 'handled', WAIT);
    await answers();
    const records = await ask('inbox.find', { eventIds: [good!, bad!, 'unheard-of'] });
    expect(records).toHaveLength(2);
    expect(records).toContainEqual({
      consumer: 'looker-happened',
      eventId: good,
      handledAt: expect.any(String),
      outcome: 'handled',
      failed: [],
    });
    const failed = expect.objectContaining({ error: { name: 'Error', message: 'no such thing' } });
    expect(records).toContainEqual({
      consumer: 'looker-happened',
      eventId: bad,
      handledAt: null,
      outcome: 'dead',
      failed: [failed, failed, failed],
    });
    const before = await ask('counters.count', { since: new Date(0).toISOString() });
    expect(before).toEqual({
      appended: { 'looked-at.happened': 2 },
      published: { 'looked-at.happened': 2 },
      handled: { 'looker-happened looked-at.happened': 1 },
    });
    const { rows } = await pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    const since = rows[0]!.now.toISOString();
    expect(await ask('counters.count', { since })).toMatchObject({ appended: {}, handled: {} });
    // It was under way at that time: its effect is of an event from before.
    await pool.query(`UPDATE inbox SET handled_at = clock_timestamp() WHERE message_id = $1`, [good]);
    expect(await ask('counters.count', { since })).toMatchObject({ appended: {}, handled: {} });
    // A clock that is an hour behind: the event counts on both sides, or on neither.
    await pool.query(`UPDATE inbox SET handled_at = handled_at + interval '1 hour'`);
    await pool.query(`UPDATE outbox SET created_at = created_at + interval '1 hour'`);
    expect(await ask('counters.count', { since })).toMatchObject({ appended: {}, handled: {} });
  });

  it('replies to what it cannot do with an error that says why', async () => {
    await start();
    await answers();
    await expect(send('outbox.rows', { limit: 1_000_000 })).rejects.toMatchObject({
      status: 'error',
      code: 'INVALID_REQUEST',
      message: expect.stringContaining('outbox.rows'),
    });
    expect(await ask('faults.list', {})).toEqual([]);
    await expect(ask('faults.set', { name: 'slow-consumer', value: 1 })).rejects.toMatchObject({
      code: 'FAULTS_NOT_ALLOWED',
      message: expect.stringContaining('WAYBILL_FAULTS=on'),
    });
  });

  it('records who makes a change, as the request says', async () => {
    await start();
    await answers();
    await ask('consumers.pause', { consumer: 'looker-happened' });
    const named = new NatsRecordBuilder({ consumer: 'looker-happened' })
      .setHeaders(operatorHeaders('Zoë, on call'))
      .build();
    await send('consumers.resume', named);
    const [resumed, paused] = await ask('audit.list', { limit: 2 });
    expect(resumed).toEqual({
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      ...{ action: 'resume', consumer: 'looker-happened', by: 'Zoë, on call', detail: {} },
    });
    expect(paused).toMatchObject({ action: 'pause', by: null });
    expect(await ask('audit.list', { limit: 2, before: resumed!.at })).toEqual([paused]);
  });

  it('gives up a request that the database is too slow for, and then replies to the next', async () => {
    await start();
    await answers();
    const holder = await pool.connect();
    await holder.query('BEGIN; LOCK TABLE outbox');
    await expect(ask('outbox.rows', { limit: 1 })).rejects.toMatchObject({ code: 'FAILED' });
    await holder.query('ROLLBACK');
    holder.release();
    expect(await ask('outbox.rows', { limit: 1 })).toEqual([]);
  });

  it('leaves no trace of being asked', async () => {
    const recorded = RecordedSpans.start();
    await start();
    await answers();
    await ask('outbox.rows', { limit: 1 });
    await ask('counters.count', { since: new Date().toISOString() });
    expect(recorded.all()).toEqual([]);
    await append([{ key: 'a', n: 1 }]);
    await spies.all.waitFor(({ outcome }) => outcome === 'handled', WAIT);
    expect(recorded.all().length).toBeGreaterThan(0);
    await recorded.stop();
  });

  it('says that it is there: at once, every two seconds, and no more once it is closed', async () => {
    const listener = await BrokerConnection.open({ servers: [nats.url], name: 'listener', log: silentLog });
    const heard: { pattern: string; data: Presence; at: number }[] = [];
    listener.nats.subscribe(presenceSubject(), {
      callback: (_error, message) => {
        heard.push({ ...message.json<{ pattern: string; data: Presence }>(), at: performance.now() });
      },
    });
    await listener.nats.flush();
    await start(['relay']);
    await eventually(() => heard.length >= 3);
    const { at: _, ...first } = heard[0]!;
    expect(first).toEqual({
      pattern: presenceSubject(),
      data: {
        service: 'looker',
        waiting: [],
        drifts: [],
        notPulling: [],
        // It has only just begun.
        health: expect.arrayContaining([expect.objectContaining({ name: 'start', status: 'failing' })]),
        instance: expect.any(String),
        startedAt: expect.any(String),
        roles: ['relay'],
      },
    });
    expect(new Set(heard.map(({ data }) => data.instance)).size).toBe(1);
    // 4 s, less what the first was late.
    expect(heard[2]!.at - heard[0]!.at).toBeGreaterThan(2_500);
    await app.close();
    const count = heard.length;
    await listener.nats.flush();
    expect(heard).toHaveLength(count);
    await listener.close();
  });

  it('starts without the broker, replies once it is up, and again after a restart', async () => {
    await nats.kill();
    await start();
    await nats.start();
    const { instance } = await answers();
    const connection = client.unwrap<BrokerConnection['nats']>();
    const reconnected = (async () => {
      for await (const { type } of connection.status()) if (type === 'reconnect') return;
    })();
    await nats.kill();
    await nats.start();
    await reconnected;
    expect(await answers()).toMatchObject({ instance });
    expect(await ask('outbox.status', {})).toMatchObject({ pending: 0 });
  });

  it('closes while the broker is down', async () => {
    await nats.kill();
    await start();
    await app.close();
    await nats.start();
    const server = app.getHttpServer() as import('node:http').Server;
    if (server.listening) await once(server, 'close');
  });
});
