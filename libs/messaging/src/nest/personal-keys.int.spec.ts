import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import pg from 'pg';
import { z } from 'zod';
import { createTestDatabase, testNats, type TestDatabase, type TestNatsServer } from '@waybill/testing';
import { defineEvent, personal } from '../contract/index.js';
import { eventually } from '../guarantees/testing/eventually.js';
import { surviving, transactionsOf } from '../guarantees/testing/pg-transactions.js';
import { connectJetStream } from '../jetstream/index.js';
import { silentLog } from '../log.js';
import { Outbox } from '../outbox/outbox.js';
import { TransactionRunner } from '../outbox/transaction-runner.js';
import { askOverTransport } from '../personal/ask-over-transport.js';
import type { KeysReply } from '../personal/key-sources.js';
import { MasterKeys } from '../personal/master-keys.js';
import { PersonalData } from '../personal/personal-data.js';
import type { StreamTransport } from '../transport/stream-transport.js';
import { connectMessaging } from './connect-messaging.js';
import { MessagingModule } from './messaging.module.js';

const Welcomed = defineEvent({
  type: 'welcome.welcomed',
  version: 1,
  owner: 'greeter',
  key: ({ person }) => person,
  dataSubject: ({ person }) => person,
  schema: z.object({ person: z.string(), name: personal(z.string()) }),
});

describe('the owner of personal data', () => {
  let nats: TestNatsServer;
  let database: TestDatabase;
  let pool: pg.Pool;
  let app: INestApplication;
  let transport: StreamTransport;

  beforeEach(async () => {
    nats = await testNats({ isolated: true });
    database = await createTestDatabase('order');
    pool = surviving(new pg.Pool({ connectionString: database.url }));
    @Module({
      imports: [
        MessagingModule.forRoot({
          service: 'greeter',
          broker: { servers: [nats.url] },
          roles: new Set(['api']),
          pool,
          transaction: transactionsOf(pool),
          subscriptions: [],
          publishes: [Welcomed],
          masterKeys: new MasterKeys([randomBytes(32).toString('base64')]),
          log: silentLog,
        }),
      ],
    })
    class GreeterModule {}
    app = await NestFactory.create(GreeterModule, new FastifyAdapter(), { logger: false });
    await connectMessaging(app);
    await app.startAllMicroservices();
    transport = await connectJetStream({ servers: [nats.url], name: 'asker' });
  });
  afterEach(async () => {
    await transport.close();
    await app.close();
    await pool.end();
    await database.drop();
    await nats.stop();
  });

  it('gives other services its keys over the broker, says which were destroyed, and knows no others', async () => {
    const transactions = app.get(TransactionRunner);
    const [outbox, personalData] = [app.get(Outbox), app.get(PersonalData)];
    await transactions.run((tx) => outbox.publish(tx, Welcomed, { person: 'ada', name: 'Ada' }));
    const { rows } = await pool.query<{ id: string }>('SELECT id::text FROM personal_key');
    const { id } = rows[0]!;
    const ask = (): Promise<KeysReply> => askOverTransport(transport)('greeter', [id, randomUUID()]);

    const found = await eventually(ask);
    expect(Object.keys(found)).toEqual([id]);
    expect(Buffer.from(found[id]!, 'base64')).toHaveLength(32);
    await transactions.run((tx) => personalData.erase(tx, 'ada'));
    expect(await ask()).toEqual({ [id]: null });
  });

  it('refuses what is no id of a key, and the asker is told so', async () => {
    await expect(eventually(() => askOverTransport(transport)('greeter', [randomUUID()]))).resolves.toEqual(
      {},
    );
    await expect(askOverTransport(transport)('greeter', ['ada'])).rejects.toThrow(
      'greeter refused its keys of personal data',
    );
  });
});
