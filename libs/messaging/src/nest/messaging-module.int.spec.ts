import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Injectable,
  Module,
  UseGuards,
  UseInterceptors,
  type CallHandler,
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
  type NestInterceptor,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import pg from 'pg';
import { tap, type Observable } from 'rxjs';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import type { DeliveryContext } from '../consumer/handler.js';
import { consumer } from '../consumer/define-consumer.js';
import { on } from '../consumer/subscription.js';
import { defineEvent } from '../contract/index.js';
import { DeadLetterQueue } from '../dead-letter/dead-letter-queue.js';
import { DeadLetterNow } from '../errors.js';
import { surviving, transactionsOf } from '../guarantees/testing/pg-transactions.js';
import { silentLog } from '../log.js';
import type { EventMessage } from '../message/event-message.js';
import { Outbox } from '../outbox/outbox.js';
import { TransactionRunner } from '../outbox/transaction-runner.js';
import { createInMemoryTransport, type InMemoryTransport } from '../testing/in-memory-transport.js';
import { HandlerSpies } from '../testing/handler-spies.js';
import { connectMessaging } from './connect-messaging.js';
import { MessagingHealth } from './messaging-health.js';
import { MessagingModule } from './messaging.module.js';

const declare = (type: string) =>
  defineEvent({
    type,
    version: 1,
    owner: 'door',
    key: ({ door }) => door,
    schema: z.object({ door: z.string() }),
  });
const Rung = declare('door.rung');
const Opened = declare('door.opened');
type Door = EventMessage<{ door: string }>;

@Injectable()
class Bell {
  readonly rung: string[] = [];
}

@Injectable()
class NotAtNight implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.switchToRpc().getData<Door>().data.door === 'at-night') throw new DeadLetterNow('at night');
    return true;
  }
}

@Injectable()
class Listening implements NestInterceptor {
  constructor(private readonly bell: Bell) {}
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(tap({ complete: () => this.bell.rung.push('heard') }));
  }
}

/** Two events, one class: `subscriptions.ts` may say so. */
@Injectable()
@UseGuards(NotAtNight)
@UseInterceptors(Listening)
class AnswerDoor {
  constructor(
    private readonly bell: Bell,
    private readonly outbox: Outbox,
  ) {}

  async handle(event: Door, { tx }: DeliveryContext): Promise<void> {
    this.bell.rung.push(`${event.type} ${event.data.door}`);
    if (event.type === Rung.type) await this.outbox.publish(tx, Opened, event.data);
  }
}

describe('the Nest module', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let transport: InMemoryTransport;
  let spies: HandlerSpies;
  let app: INestApplication;

  beforeEach(async () => {
    database = await createTestDatabase('order');
    pool = surviving(new pg.Pool({ connectionString: database.url }));
    transport = createInMemoryTransport();
    spies = new HandlerSpies();
    const subscriptions = [
      consumer('door-answers', { startFrom: 'beginning' }, [on(Rung, AnswerDoor), on(Opened, AnswerDoor)]),
    ];
    @Module({
      imports: [
        MessagingModule.forRoot({
          service: 'door',
          broker: { servers: [] },
          transport,
          roles: new Set(['relay', 'consumers']),
          pool,
          transaction: transactionsOf(pool),
          subscriptions,
          publishes: [Rung, Opened],
          observers: [spies],
          log: silentLog,
        }),
      ],
      providers: [AnswerDoor, Bell, NotAtNight, Listening],
    })
    class DoorModule {}
    app = await NestFactory.create(DoorModule, new FastifyAdapter(), { logger: false });
    await connectMessaging(app);
    await app.startAllMicroservices();
  });
  afterEach(async () => {
    await app.close();
    await pool.end();
    await database.drop();
  });

  const ring = (door: string) =>
    app.get(TransactionRunner).run((tx) => app.get(Outbox).publish(tx, Rung, { door }));

  it('delivers through Nest’s own pipeline, to injected handlers, which publish in their transaction', async () => {
    await ring('front');
    await spies.all.waitFor(({ type, outcome }) => type === Opened.type && outcome === 'handled', {
      timeoutMs: 10_000,
    });
    expect(app.get(Bell).rung).toEqual(['door.rung front', 'heard', 'door.opened front', 'heard']);
    expect(
      app
        .get(MessagingHealth)
        .check()
        .every(({ status }) => status === 'ok'),
    ).toBe(true);
  });

  it('takes what a guard throws for what it is', async () => {
    await ring('at-night');
    const { outcome } = await spies.all.waitFor(() => true, { timeoutMs: 10_000 });
    expect([outcome, app.get(Bell).rung]).toEqual(['dead-lettered', []]);
    expect(await new DeadLetterQueue(transport, transport.reader).list()).toMatchObject([
      { reason: 'dead-letter-now', error: { code: 'DEAD_LETTER_NOW', message: 'at night' } },
    ]);
  });

  it('reports that the broker is down, and drains when the application closes', async () => {
    transport.simulateOutage();
    expect(app.get(MessagingHealth).check()).toContainEqual(
      expect.objectContaining({ name: 'broker', role: 'consumers', status: 'degraded' }),
    );
    await ring('front');
    transport.endOutage();
    await spies.all.waitFor(({ type }) => type === Opened.type, { timeoutMs: 10_000 });
    await app.close();
    // The relay's session went back to the pool, and with it its leases.
    const { rows } = await pool.query(
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    expect(rows).toEqual([]);
    expect(transport.isConnected()).toBe(false);
  });
});
