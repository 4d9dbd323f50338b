import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nkeys } from '@nats-io/transport-node';
import { findNatsServer, stackConfig } from '@waybill/stack';
import { freePort, testNats } from '@waybill/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrokerRefused } from '../errors.js';
import { silentLog, type Log } from '../log.js';
import { eventually as until } from '../guarantees/testing/eventually.js';
import { ScriptedBroker } from './scripted-broker.fixture.js';
import { connectJetStream } from './jetstream-transport.js';

let folder: string;
let program: string;
const running: ChildProcess[] = [];

/** A real server with this configuration. Connecting waits until it takes connections. */
async function serverWith(configuration: string): Promise<string> {
  const port = await freePort();
  const file = join(folder, `${port}.conf`);
  await writeFile(
    file,
    `listen: "127.0.0.1:${port}"\n${configuration.replaceAll('STORE', join(folder, `${port}`))}`,
  );
  running.push(spawn(program, ['-c', file], { stdio: 'ignore' }));
  return `127.0.0.1:${port}`;
}

const connect = (address: string, log: Log = silentLog) =>
  connectJetStream({ servers: [address], name: 'picky', log });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-fit-'));
  const found = await findNatsServer({ ...stackConfig(), natsUrl: undefined });
  if (found.kind !== 'program') throw new Error('tests need a nats-server program of their own');
  program = found.path;
});

afterAll(async () => {
  for (const child of running) {
    const gone = once(child, 'exit');
    child.kill();
    await gone;
  }
  await rm(folder, { recursive: true, force: true });
});

describe('a nats-server', () => {
  it('older than 2.12 is refused with its version and the one that is needed', async () => {
    const broker = await ScriptedBroker.start(() => '', { version: '2.11.9', api_lvl: 1 });
    try {
      await expect(connect(broker.address)).rejects.toThrow(BrokerRefused);
      await expect(connect(broker.address)).rejects.toThrow(
        /is version 2\.11\.9, and 2\.12 or newer is needed/,
      );
    } finally {
      await broker.stop();
    }
  });

  it('without JetStream is refused with how to enable it', async () => {
    const refused = connect(await serverWith(''));
    await expect(refused).rejects.toThrow(BrokerRefused);
    await expect(refused).rejects.toThrow(/runs without JetStream: start it with --jetstream/);
  });

  it('whose account may not use JetStream is refused by what it says, not waited for', async () => {
    const address = await serverWith(`
      jetstream { store_dir: "STORE" }
      accounts { SHOP { users: [{ user: shop, password: secret }] } }
    `);
    const transport = await connect(`nats://shop:secret@${address}`);
    const refused = transport.reconcile({
      streams: [
        {
          ...{ name: 'A', subjects: ['a.>'], limits: {} },
          defaults: { maxAgeMs: 60_000, duplicateWindowMs: 60_000, replicas: 1 },
        },
      ],
      consumers: [],
    });
    await expect(refused).rejects.toThrow(BrokerRefused);
    await expect(refused).rejects.toThrow(/account .* may not use JetStream \(10039\)/);
    await transport.close();
  });

  it('that takes less than an event may hold is named with the number and the setting', async () => {
    const warnings: { fields: object; message: string }[] = [];
    const address = await serverWith('jetstream { store_dir: "STORE" }\nmax_payload: 64KB');
    const transport = await connect(address, {
      ...silentLog,
      warn: (fields, message) => warnings.push({ fields, message }),
    });
    await transport.close();
    expect(warnings).toContainEqual({
      fields: expect.objectContaining({ maxPayload: 65_536 }),
      message: expect.stringMatching(/no message over 65536 bytes.*raise max_payload/),
    });
  });
});

describe('a credentials file', () => {
  it('that is gone while it is being rotated is an outage: the connection comes back with the new one', async () => {
    await using server = await testNats({ isolated: true });
    const path = join(folder, 'rotated.creds');
    await writeFile(path, credentials());
    const transport = await connectJetStream({ servers: [server.url], name: 'rotated', credentials: path });
    try {
      await rename(path, `${path}.old`);
      await server.kill();
      await until(() => !transport.isConnected());
      await server.start();
      expect(transport.isConnected()).toBe(false);
      await writeFile(path, credentials());
      await until(() => transport.isConnected());
    } finally {
      await transport.close();
    }
  });
});

/** As nsc writes them. The server asks for none, so any JWT does. */
function credentials(): string {
  const seed = new TextDecoder().decode(nkeys.createUser().getSeed());
  return `-----BEGIN NATS USER JWT-----\nheader.claims.signature\n------END NATS USER JWT------\n
-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`;
}
