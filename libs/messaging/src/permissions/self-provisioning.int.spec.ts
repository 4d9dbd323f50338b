import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stopOwnServers, testNats } from '@waybill/testing';
import { eventually } from '../guarantees/testing/eventually.js';
import { Site, type Replica } from '../guarantees/testing/site.js';
import { connectJetStream } from '../jetstream/index.js';
import { execute, type SqlTransaction } from '../sql/sql-transaction.js';
import { inboxPrefixOf, servicePermissions } from './broker-permissions.js';
import { renderAuthorization } from './nats-conf.js';

const empties = (tx: SqlTransaction) => execute(tx, 'DELETE FROM effect', []).then(() => undefined);

describe('a service that makes its own streams and durables, and may do nothing else', () => {
  let folder: string;
  let site: Site;
  let replica: Replica;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'waybill-self-'));
    const settings = join(folder, 'nats.conf');
    const admin = '[ { user: admin, password: secret }';
    const write = (...users: Parameters<typeof renderAuthorization>[0]) =>
      writeFileSync(
        settings,
        `jetstream { max_file_store: 1GB }\n${renderAuthorization(users).replace('[', admin)}`,
      );
    write();
    const server = await testNats({ isolated: true, settings });
    const urlOf = (user: string) => server.url.replace('//', `//${user}:secret@`);
    site = await Site.open({ natsUrl: urlOf('admin') });
    const { service, contract } = site;
    const consumers = [site.on({ empties })];
    const messaging = { service, publishes: [contract], consumers, rebuilds: 1, selfProvisioning: true };
    write({ user: service, password: 'secret', permissions: servicePermissions(messaging) });
    server.reload();
    const transport = await eventually(() =>
      connectJetStream({
        ...{ servers: [urlOf(service)], name: service, inboxPrefix: inboxPrefixOf(service) },
        signal: AbortSignal.timeout(1_000),
      }).catch(() => undefined),
    );
    replica = await site.start({ transport, subscriptions: consumers });
  });

  afterAll(async () => {
    await site[Symbol.asyncDispose]();
    await stopOwnServers();
    rmSync(folder, { recursive: true });
  });

  const durables = async () =>
    (await site.broker.reader.durables(site.contract.stream)).map(({ name }) => name).sort();
  const denials = () => replica.logged.filter(({ message }) => /denie|permission/i.test(message));

  it('starts on an empty broker, publishes and handles', async () => {
    await site.append(replica, [
      { key: 'a', n: 1 },
      { key: 'b', n: 1 },
    ]);
    expect(await site.untilEffects(2)).toHaveLength(2);
    expect(denials()).toEqual([]);
  });

  it('makes a durable again that was deleted, and goes on where it was', async () => {
    const before = await durables();
    for (const name of before) await site.broker.admin.deleteConsumer(site.contract.stream, name);
    await eventually(async () => (await durables()).length === before.length);
    await site.append(replica, [{ key: 'a', n: 2 }]);
    expect(await site.untilEffects(3)).toHaveLength(3);
    expect(await durables()).toEqual(before);
  });

  it('is rewound and rebuilt without anybody’s help', async () => {
    const { inspection } = replica.messaging;
    const rewind = { consumer: site.service, to: 'beginning' as const, repeat: true };
    expect(await inspection.reply('consumers.rewind', rewind)).not.toHaveProperty('left');
    expect(await site.untilEffects(6)).toHaveLength(6);
    const before = await durables();
    const rebuilt = await inspection.reply('consumers.rebuild', { consumer: site.service, partial: false });
    expect(rebuilt).toMatchObject({ epoch: 1 });
    expect(rebuilt).not.toHaveProperty('left');
    expect(await site.untilEffects(3)).toHaveLength(3);
    await eventually(async () => (await durables()).every((name) => !before.includes(name)));
    expect(denials()).toEqual([]);
  });
});
