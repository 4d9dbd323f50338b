import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { stopOwnServers, testNats, type TestNatsServer } from '@waybill/testing';
import { DeadLetterQueue } from '../dead-letter/dead-letter-queue.js';
import { eventually } from '../guarantees/testing/eventually.js';
import { recordEffect } from '../guarantees/testing/events.js';
import { Site } from '../guarantees/testing/site.js';
import { connectJetStream } from '../jetstream/index.js';
import {
  consolePermissions,
  inboxPrefixOf,
  provisionerPermissions,
  servicePermissions,
} from './broker-permissions.js';
import { renderAuthorization, type BrokerUser } from './nats-conf.js';

let folder: string;
let server: TestNatsServer;
let site: Site;

const urlOf = (user: string) => server.url.replace('//', `//${user}:secret@`);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-permissions-'));
  const settings = join(folder, 'nats.conf');
  /** Besides them, an administrator, who may do everything. */
  const write = (...users: BrokerUser[]) =>
    writeFileSync(
      settings,
      `jetstream { max_file_store: 1GB }
       ${renderAuthorization(users).replace('[', '[ { user: admin, password: secret }')}`,
    );
  write();
  server = await testNats({ isolated: true, settings });
  site = await Site.open({ natsUrl: urlOf('admin') });
  await (await site.start()).stop(); // makes streams and durables
  const shop = { service: site.service, publishes: [site.contract], consumers: [site.on()] };
  write(
    userOf(site.service, servicePermissions(shop)),
    userOf('stranger', servicePermissions({ service: 'stranger', publishes: [], consumers: [] })),
    userOf('console', consolePermissions('console')),
    userOf('provisioner', provisionerPermissions('provisioner')),
  );
  server.reload();
  await (await eventually(() => connectAs('console').catch(() => undefined))).close();
});

afterEach(() => site.stopReplicas());

afterAll(async () => {
  await site[Symbol.asyncDispose]();
  await stopOwnServers();
  rmSync(folder, { recursive: true });
});

function userOf(user: string, permissions: BrokerUser['permissions']): BrokerUser {
  return { user, password: 'secret', permissions };
}

/** The client itself, without the library. */
const connectAs = (user: string) =>
  connect({ servers: server.url, user, pass: 'secret', inboxPrefix: inboxPrefixOf(user) });

const transportOf = (user: string) =>
  connectJetStream({ servers: [urlOf(user)], name: user, inboxPrefix: inboxPrefixOf(user) });

describe('a service with its own permissions', () => {
  it('publishes, handles, retries, stores dead letters, and handles their replays', async () => {
    const failing = new Set([1]);
    const replica = await site.start({
      transport: await transportOf(site.service),
      subscriptions: [site.on({ retry: { attempts: 2, baseMs: 10, maxMs: 10 } })],
      handle: async ([event], { tx }) => {
        if (failing.has(event!.data.n)) throw new Error('not now');
        await recordEffect(tx, [event!]);
      },
    });
    await site.append(replica, [
      { key: 'a', n: 1 },
      { key: 'b', n: 2 },
    ]);
    await site.untilEffects(1);
    const operator = await transportOf('console');
    const desk = new DeadLetterQueue(operator, operator.reader);
    const [letter] = await eventually(async () => {
      const letters = await desk.list();
      return letters.length > 0 && letters;
    });
    failing.clear();
    await desk.replay(letter!.id);
    await site.untilEffects(2);
    await operator.close();
    expect(replica.logged.filter(({ message }) => /denied|permi|Permissions/i.test(message))).toEqual([]);
  });
});

describe('denied', () => {
  /** One of the service's durables, and a subject of its events. */
  const durable = () => ({ stream: site.contract.stream, name: `${site.service}_standard_0of8` });
  const subject = () => `${site.domain}.happened.v1.standard.0`;

  it.each<[string, (user: Client) => Promise<unknown>]>([
    ["publishing another's event", ({ js }) => js.publish(subject(), '{}')],
    ["reading another's stream", ({ jsm }) => jsm.streams.getMessage(durable().stream, { seq: 1 })],
    ["another's durable: seeing it", ({ jsm }) => jsm.consumers.info(durable().stream, durable().name)],
    ['a consumer of its own', ({ jsm }) => jsm.consumers.add(durable().stream, { ack_policy: 'none' })],
    ['deleting a stream', ({ jsm }) => jsm.streams.delete(durable().stream)],
    ['listing streams', ({ jsm }) => jsm.streams.list().next()],
    ["another's inbox", ({ nats }) => firstOf(nats, `${inboxPrefixOf(site.service)}.>`)],
    ['all inboxes', ({ nats }) => firstOf(nats, '_INBOX.>')],
    ["another's inspection requests", ({ nats }) => firstOf(nats, `waybill.${site.service}.>`)],
    ['asking another service', ({ nats }) => nats.request(`waybill.${site.service}.outbox.status`)],
    ['everything that is published', ({ nats }) => firstOf(nats, '>')],
  ])('to a service: %s', async (_, attempt) => {
    await expect(as('stranger', attempt)).rejects.toThrow(/permissions violation/i);
  });

  it.each<[string, (user: Client) => Promise<unknown>]>([
    ['deleting its own durable', ({ jsm }) => jsm.consumers.delete(durable().stream, durable().name)],
    ['purging its own stream', ({ jsm }) => jsm.streams.purge(durable().stream)],
    ['changing its own stream', ({ jsm }) => jsm.streams.update(durable().stream, { max_age: 1e9 })],
    ['resolving a dead letter', ({ js }) => js.publish(`dead.settled.${site.service}.1`, '{}')],
  ])('to the service itself: %s', async (_, attempt) => {
    await expect(as(site.service, attempt)).rejects.toThrow(/permissions violation/i);
  });

  it.each<[string, (user: Client) => Promise<unknown>]>([
    ['publishing an event', ({ js }) => js.publish(subject(), '{}')],
    ['deleting a durable', ({ jsm }) => jsm.consumers.delete(durable().stream, durable().name)],
  ])('to an operator: %s', async (_, attempt) => {
    await expect(as('console', attempt)).rejects.toThrow(/permissions violation/i);
  });

  it.each(['stranger', 'console'])('to %s: pulling, and it is named at once as the reason', async (user) => {
    const transport = await transportOf(user);
    const subscription = await transport.subscribe({ ...durable(), maxAckPending: 1 }, () => {});
    const { reason } = await eventually(() => subscription.stall?.());
    expect(reason).toMatch(/permissions violation.*CONSUMER\.MSG\.NEXT/i);
    await subscription.stop();
    await transport.close();
  });

  it('to the service itself: making a durable that is missing; it waits, and says so', async () => {
    await site.broker.admin.deleteConsumer(durable().stream, durable().name);
    const start = async () => site.start({ transport: await transportOf(site.service) });
    await expect(start()).rejects.toThrow(
      /^the broker denies it: permissions violation .*CONSUMER\.(DURABLE\.)?CREATE.*Grant that to the user/i,
    );
    await (await site.start()).stop(); // by the administrator
    await (await start()).stop();
  });
});

interface Client {
  nats: NatsConnection;
  js: JetStreamClient;
  jsm: JetStreamManager;
}

async function as(user: string, attempt: (client: Client) => Promise<unknown>): Promise<unknown> {
  const nats = await connectAs(user);
  try {
    const jsm = await jetstreamManager(nats, { checkAPI: false });
    return await attempt({ nats, js: jetstream(nats), jsm });
  } finally {
    await nats.close();
  }
}

/** Subscribes; rejects as soon as the server denies that. */
function firstOf(nats: NatsConnection, subject: string): Promise<Msg> {
  return new Promise((resolve, reject) => {
    nats.subscribe(subject, { callback: (error, message) => (error ? reject(error) : resolve(message)) });
  });
}
