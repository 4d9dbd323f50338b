import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '@nats-io/transport-node';
import { inboxPrefixOf, renderAuthorization, type BrokerUser } from '@waybill/messaging/operations';
import { messagingServices } from '@waybill/stack';
import { stopOwnServers, testNats, type TestNatsServer } from '@waybill/testing';
import { brokerUsers } from './broker-users.js';

let folder: string;
let users: BrokerUser[];
let server: TestNatsServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-users-'));
  users = (await brokerUsers()).map((user) => ({ ...user, password: 'secret' }));
  const settings = join(folder, 'nats.conf');
  writeFileSync(settings, `jetstream { max_file_store: 1GB }\n${renderAuthorization(users)}`);
  server = await testNats({ isolated: true, settings });
});

afterAll(async () => {
  await stopOwnServers();
  rmSync(folder, { recursive: true });
});

const permissionsOf = (name: string) => users.find(({ user }) => user === name)!.permissions;
const isEvent = (subject: string) => /\.v\d+\.>$/.test(subject);
const isPull = (subject: string) => subject.startsWith('$JS.API.CONSUMER.MSG.NEXT.');

/** What the server denies of these, when this user publishes to them. */
async function deniedTo(user: string, subjects: readonly string[]): Promise<string[]> {
  const nats = await connect({ servers: server.url, user, pass: 'secret', inboxPrefix: inboxPrefixOf(user) });
  const denied: string[] = [];
  const watching = (async () => {
    for await (const status of nats.status()) {
      if (status.type === 'error') denied.push(/"(.*)"/.exec(status.error.message)![1]!);
    }
  })();
  for (const subject of subjects) nats.publish(subject, '{}');
  await nats.flush();
  await nats.close();
  await watching;
  return denied;
}

describe.each([...messagingServices])('the user of %s', (service) => {
  const own = () => permissionsOf(service).publish.map(concrete);
  const others = () =>
    users
      .filter(({ user }) => messagingServices.includes(user) && user !== service)
      .flatMap(({ permissions }) => permissions.publish)
      .filter((subject) => isEvent(subject) || isPull(subject) || subject.startsWith('dead.'))
      .map(concrete);

  it('may do what its service does', async () => {
    expect(own().length).toBeGreaterThan(10);
    expect(await deniedTo(service, own())).toEqual([]);
  });

  it('may publish no event of another service, pull nobody else’s durable, and store nobody else’s dead letters', async () => {
    expect(others().length).toBeGreaterThan(10);
    expect((await deniedTo(service, others())).sort()).toEqual(others().sort());
  });

  it('may neither create, change nor delete streams and durables', async () => {
    const [pull] = own().filter(isPull);
    const durable = pull!.replace('$JS.API.CONSUMER.MSG.NEXT.', '');
    const [stream] = durable.split('.');
    const requests = [
      ...['CREATE', 'UPDATE', 'DELETE', 'PURGE'].map((verb) => `$JS.API.STREAM.${verb}.${stream}`),
      ...['CREATE', 'DELETE', 'DURABLE.CREATE'].map((verb) => `$JS.API.CONSUMER.${verb}.${durable}`),
    ];
    expect(await deniedTo(service, requests)).toEqual(requests);
  });
});

/** A subject that the pattern matches. */
function concrete(pattern: string): string {
  return pattern.replace(/>$/, 'standard.0').replaceAll('*', 'x');
}
