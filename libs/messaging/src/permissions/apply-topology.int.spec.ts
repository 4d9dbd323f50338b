import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stopOwnServers, testNats } from '@waybill/testing';
import { eventually } from '../guarantees/testing/eventually.js';
import { Site, type Replica } from '../guarantees/testing/site.js';
import { connectJetStream } from '../jetstream/index.js';
import { silentLog, type Log } from '../log.js';
import { applyTopology, compareTopology } from '../operator/apply-topology.js';
import { execute, type SqlTransaction } from '../sql/sql-transaction.js';
import { fromWantedDurable } from '../topology/wanted-durable.js';
import type { StreamTransport } from '../transport/stream-transport.js';
import { inboxPrefixOf, provisionerPermissions, servicePermissions } from './broker-permissions.js';
import { renderAuthorization } from './nats-conf.js';

const empties = (tx: SqlTransaction) => execute(tx, 'DELETE FROM effect', []).then(() => undefined);

describe('a service that may not create streams and durables', () => {
  let folder: string;
  let site: Site;
  let replica: Replica;
  const warnings: string[] = [];
  const log: Log = { ...silentLog, warn: (_fields, message) => void warnings.push(message) };
  let provisioner: StreamTransport;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'waybill-apply-'));
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
    const permissions = servicePermissions({ service, publishes: [contract], consumers, rebuilds: 1 });
    write(
      { user: service, password: 'secret', permissions },
      { user: 'provisioner', password: 'secret', permissions: provisionerPermissions('provisioner') },
    );
    server.reload();
    const transportOf = (user: string) =>
      connectJetStream({ servers: [urlOf(user)], name: user, inboxPrefix: inboxPrefixOf(user), log });
    provisioner = await eventually(() => transportOf('provisioner').catch(() => undefined));
    replica = await site.begin({ transport: await transportOf(service), subscriptions: consumers });
  });

  afterAll(async () => {
    await provisioner.close();
    await site[Symbol.asyncDispose]();
    await stopOwnServers();
    rmSync(folder, { recursive: true });
  });

  const wanted = () => replica.messaging.inspection.reply('topology.wanted', {});
  const compare = async () => compareTopology(provisioner, await wanted());

  it('waits until they are there, and goes on by itself', async () => {
    await eventually(() => replica.logged.some(({ message }) => message.includes('tries again')));
    expect(replica.messaging.isReady).toBe(false);
    expect(replica.messaging.health.check()).toContainEqual({
      ...{ name: 'broker', role: 'consumers', status: 'failing' },
      detail: expect.stringMatching(
        /^cannot set up streams and consumers yet: the broker denies it: .*"\$JS\.API\.STREAM\.CREATE\./,
      ),
    });
    const changes = await compare();
    expect(changes).toContainEqual({
      change: 'create',
      item: `stream ${site.contract.stream}`,
      detail: '',
    });
    // Sixteen durables and that of replays, their stream, and that of dead letters.
    expect(changes.map(({ change }) => change)).toEqual(Array(19).fill('create'));
    await applyTopology(provisioner, await wanted());
    expect(await compare()).toEqual([]);
    await eventually(() => replica.messaging.isReady);
    await site.append(replica, [
      { key: 'a', n: 1 },
      { key: 'b', n: 1 },
    ]);
    expect(await site.untilEffects(2)).toHaveLength(2);
  });

  it('is not stopped by a setting that another release has changed; that one is shown', async () => {
    const changed = await wanted();
    const [durable] = changed.consumers;
    changed.consumers = [{ ...durable!, ackWaitMs: durable!.ackWaitMs * 2 }];
    await applyTopology(provisioner, changed);
    await replica.messaging.reconcile();
    expect(warnings).toContainEqual(expect.stringContaining('left to "waybill topology apply"'));
    expect(await compare()).toMatchObject([
      { change: 'update', detail: expect.stringMatching(/^ack_wait is/) },
    ]);
    await applyTopology(provisioner, await wanted());
    expect(await compare()).toEqual([]);
  });

  it('leaves it to who asked to move its durables', async () => {
    const request = { consumer: site.service, to: 'beginning' as const, repeat: true };
    const { left = [], repeated } = await replica.messaging.inspection.reply('consumers.rewind', request);
    expect({ repeated, left: left.length }).toEqual({ repeated: 2, left: 16 });
    for (const durable of left) await provisioner.admin.reposition(fromWantedDurable(durable));
    expect(await site.untilEffects(4)).toHaveLength(4);
  });

  it('leaves it to who asked to make those of a projection that was rebuilt, and pulls from them', async () => {
    const request = { consumer: site.service, partial: false };
    expect(await replica.messaging.inspection.reply('consumers.rebuild', request)).toMatchObject({
      epoch: 1,
      left: true,
    });
    expect(await site.effectCount()).toBe(0);
    const changes = (await compare()).map(({ change }) => change);
    const sixteen = (change: string) => Array<string>(16).fill(change);
    expect(changes.sort()).toEqual([...sixteen('create'), ...sixteen('delete')]);
    await applyTopology(provisioner, await wanted());
    expect(await site.untilEffects(2)).toHaveLength(2);
    await site.append(replica, [{ key: 'a', n: 2 }]);
    expect(await site.untilEffects(3)).toHaveLength(3);
    expect(await compare()).toEqual([]);
  });
});
