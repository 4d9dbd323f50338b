import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { consumer, defineEvent, on } from '@waybill/messaging';
import {
  inboxPrefixOf,
  operatorPermissions,
  provisionerPermissions,
  servicePermissions,
  type BrokerUser,
} from '@waybill/messaging/operations';
import { eventually, stopOwnServers, testNats, type TestNatsServer } from '@waybill/testing';
import { z } from 'zod';
import { writeJwt, type JwtFiles } from './write-jwt.js';

const Placed = defineEvent({
  type: 'order.placed',
  version: 1,
  owner: 'order',
  key: ({ orderId }) => orderId,
  schema: z.object({ orderId: z.string() }),
});

class CountSales {
  async handle(): Promise<void> {}
}

const sales = consumer('analytics-sales', { startFrom: 'beginning' }, [on(Placed, CountSales)]);
const users: BrokerUser[] = Object.entries({
  order: servicePermissions({ service: 'order', publishes: [Placed], consumers: [] }),
  analytics: servicePermissions({ service: 'analytics', publishes: [], consumers: [sales] }),
  operator: operatorPermissions('operator'),
  provisioner: provisionerPermissions('provisioner'),
}).map(([user, permissions]) => ({ user, password: '', permissions }));

describe('accounts and credentials as JWTs', () => {
  let folder: string;
  let files: JwtFiles;
  let server: TestNatsServer;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'waybill-jwt-'));
    files = await writeJwt(folder, users);
    const settings = join(folder, 'nats.conf');
    // The flag turns on the second form of acknowledgement subjects.
    writeFileSync(
      settings,
      `jetstream { max_file_store: 1GB }\nfeature_flags { js_ack_fc_v2: true }\ninclude ./accounts.conf\n`,
    );
    server = await testNats({ isolated: true, settings });
  });

  afterAll(async () => {
    await stopOwnServers();
    rmSync(folder, { recursive: true });
  });

  async function as<Result>(user: string, work: (nats: NatsConnection) => Promise<Result>): Promise<Result> {
    const credentials = readFileSync(files.credentials[user]!);
    const nats = await connect({
      ...{ servers: server.url, inboxPrefix: inboxPrefixOf(user), reconnect: false, timeout: 2_000 },
      authenticator: credsAuthenticator(credentials),
    });
    try {
      return await work(nats);
    } finally {
      await nats.close();
    }
  }

  async function configLoadTime(): Promise<string> {
    const varz = await fetch(`${server.monitoringUrl}/varz`);
    return ((await varz.json()) as { config_load_time: string }).config_load_time;
  }

  it('let each user do what it may, acknowledging in the second form too, and nothing else', async () => {
    const stream = 'ORDER';
    const durable = 'analytics-sales_standard_0of8';
    await as('provisioner', async (nats) => {
      const jsm = await jetstreamManager(nats, { checkAPI: false });
      await jsm.streams.add({ name: stream, subjects: ['order.>'] });
      await jsm.consumers.add(stream, { durable_name: durable, ack_policy: 'explicit' });
    });
    await as('order', async (nats) => {
      expect(await jetstream(nats).publish('order.placed.v1.standard.0', '{}')).toMatchObject({ seq: 1 });
      await expect(jetstream(nats).publish('behavior.x.v1.standard.0', '{}')).rejects.toThrow(/permissions/i);
    });
    await as('analytics', async (nats) => {
      const consumer = await jetstream(nats).consumers.get(stream, durable);
      const message = (await consumer.next())!;
      expect(message.subject).toBe('order.placed.v1.standard.0');
      // $JS.ACK, domain, account, stream, durable, and five more; seven in all after $JS.ACK in the first form.
      expect((message as unknown as { reply: string }).reply.split('.').length).toBeGreaterThan(9);
      expect(await message.ackAck()).toBe(true);
      await expect(jetstream(nats).publish('order.placed.v1.standard.0', '{}')).rejects.toThrow(
        /permissions/i,
      );
    });
  });

  it('stay valid when permissions change, and end with their user', async () => {
    const before = readFileSync(files.credentials['order']!, 'utf8');
    const without = users.filter(({ user }) => user !== 'operator');
    await writeJwt(
      folder,
      without.map((each) =>
        each.user === 'order'
          ? { ...each, permissions: { ...each.permissions, publish: ['other.>'] } }
          : each,
      ),
    );
    const loadedAt = await configLoadTime();
    server.reload();
    await eventually(async () => (await configLoadTime()) !== loadedAt);
    await expect(as('operator', () => Promise.resolve())).rejects.toThrow(/authorization violation/i);
    await as('order', async (nats) => {
      await expect(jetstream(nats).publish('order.placed.v1.standard.0', '{}')).rejects.toThrow(
        /permissions/i,
      );
    });
    const seedOf = (text: string) => /BEGIN USER NKEY SEED-+\n(\w+)/.exec(text)?.[1];
    expect(seedOf(readFileSync(files.credentials['order']!, 'utf8'))).toBe(seedOf(before));
  });

  it('are for their owner alone', () => {
    const secrets = [join(folder, 'keys', 'operator.nk'), ...Object.values(files.credentials)];
    expect(secrets.map((file) => statSync(file).mode & 0o777)).toEqual(secrets.map(() => 0o600));
  });

  it('are refused with a key that is no key, which is not shown', async () => {
    const file = join(folder, 'keys', 'account.nk');
    writeFileSync(file, 'SAANOTASEED');
    await expect(writeJwt(folder, users)).rejects.toThrow(`${file} holds no nkey seed`);
    await expect(writeJwt(folder, users)).rejects.not.toThrow(/SAANOTASEED/);
  });
});
