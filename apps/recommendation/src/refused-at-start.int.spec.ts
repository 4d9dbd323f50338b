import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { findNatsServer, inWorkspace, stackConfig, workspaceRoot } from '@waybill/stack';
import {
  createTestDatabase,
  eventually,
  findPgBouncer,
  freePort,
  startPgBouncer,
  testNats,
  type TestDatabase,
  type TestNatsServer,
} from '@waybill/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';

const EX_CONFIG = 78;
/** If there is none, its test is skipped, as in `pooled-session.int.spec.ts`. */
const PGBOUNCER = findPgBouncer();
/** Accepts no connections. */
const NOBODY = '127.0.0.1:1';

/** The built code, as the stack starts it. */
const MAIN = [inWorkspace('apps', 'recommendation', 'dist', 'main.js')];

/** A service of the same database with one event and one subscription to it. */
const parcels = ({ owner = 'recommendation', version = 1, handler = 'async handle() {}' }) => [
  '--input-type=module',
  '--eval',
  `
  import { consumer, defineEvent, on } from '@waybill/messaging';
  import { defineService, runService } from '@waybill/service';
  import { pg } from '@waybill/service/postgres';
  import { z } from 'zod';
  await runService(async () => {
    const Sent = defineEvent({
      type: 'parcel.sent', version: ${version}, owner: '${owner}',
      key: ({ id }) => id, schema: z.object({ id: z.string() }),
    });
    class ReceiveParcel { ${handler} }
    return defineService({
      name: 'recommendation',
      database: pg(),
      subscriptions: [consumer('parcels-received', { startFrom: 'now' }, [on(Sent, ReceiveParcel)])],
      publishes: [Sent],
    });
  });
  `,
];

interface Ended {
  status: number | null;
  stderr: string;
}

describe('a service process', () => {
  let database: TestDatabase;
  let admin: pg.Client;
  let nats: TestNatsServer;
  const running = new Set<ChildProcess>();

  beforeAll(async () => {
    nats = await testNats({ isolated: true });
  });
  afterAll(() => nats.stop());
  beforeEach(async () => {
    database = await createTestDatabase('recommendation');
    admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
  });
  afterEach(async () => {
    for (const child of running) child.kill('SIGKILL');
    await admin.end();
    await database.drop();
  });

  function start(settings: NodeJS.ProcessEnv, args = MAIN): { child: ChildProcess; ended: Promise<Ended> } {
    const env = { DATABASE_URL: database.url, NATS_URL: nats.url, PORT: '0', ...settings };
    const child = spawn(process.execPath, args, {
      env,
      cwd: workspaceRoot(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    running.add(child);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const ended = once(child, 'close').then(([status]: (number | null)[]) => {
      running.delete(child);
      return { status: status ?? null, stderr };
    });
    return { child, ended };
  }

  const refused = async (message: RegExp, settings: NodeJS.ProcessEnv = {}, args = MAIN) => {
    const { status, stderr } = await start(settings, args).ended;
    expect(stderr).toMatch(message);
    expect(status).toBe(EX_CONFIG);
    return stderr;
  };

  (PGBOUNCER ? it : it.skip)('refuses a pooled session for its relay, and names the setting', async () => {
    // See docs/health.md: the pooler does not pass on the time zone.
    await admin.query(`ALTER DATABASE ${database.name} SET timezone = 'UTC'`);
    await using pooler = await startPgBouncer(PGBOUNCER!, database.url, 'transaction');
    await refused(
      /^recommendation cannot start\. DATABASE_DIRECT_URL: the relay needs a session of its own/,
      {
        DATABASE_URL: pooler.url,
      },
    );
  });

  it('refuses invalid settings, all in one message', async () => {
    const stderr = await refused(/^recommendation cannot start\./, {
      NATS_URL: 'ws://broker:8080',
      NATS_CREDS: '/nope/creds',
      NATS_CA: '/nope/ca',
    });
    expect(stderr).toMatch(/NATS_URL: "ws:\/\/broker:8080" cannot be used: ws:\/\/ is not supported/);
    expect(stderr).toMatch(/NATS_CREDS: the file \/nope\/creds does not exist/);
    expect(stderr).toMatch(/NATS_CA: the file \/nope\/ca does not exist/);
  });

  it('refuses a database that lacks a migration', async () => {
    await admin.query('DELETE FROM _prisma_migrations');
    await refused(/migration \d+_\w+ is not applied.*migrate/);
  });

  it('refuses a database whose messaging tables are incomplete', async () => {
    await admin.query('ALTER TABLE inbox_failure DROP COLUMN history');
    await refused(/the database has no inbox_failure\.history/);
  });

  it('refuses a nats-server without JetStream', async () => {
    const found = await findNatsServer({ ...stackConfig(), natsUrl: undefined });
    if (found.kind !== 'program') throw new Error('tests need a nats-server program of their own');
    const port = String(await freePort());
    const plain = spawn(found.path, ['-a', '127.0.0.1', '-p', port], { stdio: 'ignore' });
    running.add(plain);
    await refused(/runs without JetStream: start it with --jetstream/, {
      NATS_URL: `nats://127.0.0.1:${port}`,
    });
  });

  it('refuses a stream that cannot be as declared', async () => {
    await using broker = await testNats({ isolated: true });
    const connection = await connect({ servers: broker.url });
    await (await jetstreamManager(connection)).streams.add({ name: 'OTHER', subjects: ['order.>'] });
    await connection.close();
    await refused(/stream ORDER cannot be created: .*another stream/is, { NATS_URL: broker.url });
  });

  it("refuses to publish another service's events", async () => {
    await refused(/publishes: parcel\.sent\.v1 is order's to publish/, {}, parcels({ owner: 'order' }));
  });

  it('refuses a handler that cannot be called', async () => {
    await refused(
      /ReceiveParcel is subscribed and has no method called handle/,
      {},
      parcels({ handler: '' }),
    );
  });

  it('refuses an invalid contract, with its place in the code', async () => {
    const args = parcels({ version: 0 });
    await refused(
      /^the service cannot start\. Its code cannot be loaded: TypeError: parcel\.sent: version must be/,
      {},
      args,
    );
  });

  it('waits for a broker that is down, and starts on a database that is ahead of it', async () => {
    await admin.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
       VALUES ('later', '', '29990101000000_later', now())`,
    );
    const port = String(await freePort());
    const { child, ended } = start({ NATS_URL: `nats://${NOBODY}`, PORT: port });
    const statusOf = async (path: string) => (await fetch(`http://127.0.0.1:${port}/health/${path}`)).status;
    await eventually(async () => (await statusOf('live')) === 200);
    expect(await statusOf('ready')).toBe(503);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ status: 0 });
  });

  it('exits with 1 if the database is down, so that the supervisor tries again', async () => {
    const { status } = await start({ DATABASE_URL: `postgresql://nobody@${NOBODY}/none` }).ended;
    expect(status).toBe(1);
  });
});
