import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '@nats-io/transport-node';
import { inboxPrefixOf, renderAuthorization, type BrokerUser } from '@waybill/messaging/operations';
import { messagingServices } from '@waybill/stack';
import { stopOwnServers, testNats, type TestNatsServer } from '@waybill/testing';
import { brokerUsers, type BrokerUserOptions } from './broker-users.js';

let folder: string;
let users: BrokerUser[];
let server: TestNatsServer;

async function serve(options?: BrokerUserOptions): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'waybill-users-'));
  users = (await brokerUsers(options)).map((user) => ({ ...user, password: 'secret' }));
  const settings = join(folder, 'nats.conf');
  writeFileSync(settings, `jetstream { max_file_store: 1GB }\n${renderAuthorization(users)}`);
  server = await testNats({ isolated: true, settings });
}

async function stop(): Promise<void> {
  await stopOwnServers();
  rmSync(folder, { recursive: true });
}

const permissionsOf = (name: string) => users.find(({ user }) => user === name)!.permissions;
const isEvent = (subject: string) => /\.v\d+\.>$/.test(subject);
const PULL = '$JS.API.CONSUMER.MSG.NEXT.';
const isPull = (subject: string) => subject.startsWith(PULL);
const servicesBut = (service: string) =>
  users.filter(({ user }) => messagingServices.includes(user) && user !== service);

/** `ORDER.payment_standard_0of8` and so on. */
const durablesOf = (user: string) =>
  permissionsOf(user)
    .publish.filter(isPull)
    .map((subject) => subject.replace(PULL, ''));
/** All that it may see. */
const streamsOf = (user: string) =>
  permissionsOf(user).publish.flatMap(
    (subject) => /^\$JS\.API\.STREAM\.INFO\.(.*)$/.exec(subject)?.[1] ?? [],
  );

const requests = (kind: 'STREAM' | 'CONSUMER', verbs: readonly string[], names: readonly string[]) =>
  names.flatMap((name) => verbs.map((verb) => `$JS.API.${kind}.${verb}.${name}`));

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

describe.each<{ level: string; options: BrokerUserOptions }>([
  { level: 'strict', options: {} },
  { level: 'self-provisioning', options: { selfProvisioning: true } },
])('$level permissions', ({ options }) => {
  beforeAll(() => serve(options));
  afterAll(stop);

  describe.each([...messagingServices])('of %s', (service) => {
    const own = () => permissionsOf(service).publish.map(concrete);
    const others = () =>
      servicesBut(service)
        .flatMap(({ permissions }) => permissions.publish)
        .filter((subject) => isEvent(subject) || isPull(subject) || subject.startsWith('dead.'))
        .map(concrete);

    it('allow what its service does', async () => {
      expect(own().length).toBeGreaterThan(10);
      expect(await deniedTo(service, own())).toEqual([]);
    });

    it('allow no event of another service, nobody else’s durable, and nobody else’s dead letters', async () => {
      expect(others().length).toBeGreaterThan(10);
      expect((await deniedTo(service, others())).sort()).toEqual(others().sort());
    });

    it('allow it to make and change its streams and durables only if it is self-provisioning', async () => {
      const attempts = [
        ...requests('STREAM', ['CREATE', 'UPDATE'], streamsOf(service)),
        ...requests('CONSUMER', ['CREATE', 'DURABLE.CREATE', 'DELETE'], durablesOf(service)),
      ];
      expect(attempts.length).toBeGreaterThan(10);
      expect(await deniedTo(service, attempts)).toEqual(options.selfProvisioning ? [] : attempts);
    });

    it('allow it to touch nothing else: to empty a stream, to read or make others', async () => {
      const foreign = servicesBut(service).flatMap(({ user }) => streamsOf(user));
      const attempts = [
        ...requests('STREAM', ['DELETE', 'PURGE'], streamsOf(service)),
        ...requests(
          'STREAM',
          ['CREATE', 'UPDATE', 'MSG.GET'],
          foreign.filter((stream) => !streamsOf(service).includes(stream)),
        ),
        ...requests(
          'CONSUMER',
          ['CREATE', 'DURABLE.CREATE', 'DELETE'],
          servicesBut(service).flatMap(({ user }) => durablesOf(user)),
        ),
        ...streamsOf(service).map((stream) => `$JS.API.CONSUMER.CREATE.${stream}`), // one without a name
        `dead.settled.${service}.1`,
      ];
      expect((await deniedTo(service, attempts)).sort()).toEqual(attempts.sort());
    });
  });
});

/** A subject that the pattern matches. */
function concrete(pattern: string): string {
  return pattern.replace(/>$/, 'standard.0').replaceAll('*', 'x');
}
