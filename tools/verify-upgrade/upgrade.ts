import { migrateMessaging } from '@waybill/messaging/migrations';
import { eventually, testNats, testPostgres } from '@waybill/testing';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { FILL_OUTBOX, judge, MAKE_JOURNAL, type Verdict } from './journal.ts';
import { Replica } from './replica.ts';

const THIS = join(process.cwd(), 'libs', 'messaging');
/** Events between two steps of the upgrade. */
const BETWEEN = 500;

interface Upgraded extends Verdict {
  /** What this version does on the tables of the earlier one: it runs, or says what is missing. */
  readonly beforeMigrating: string;
  readonly migrations: string[];
  readonly migratedInMs: number;
  readonly longestAppendMs: number;
}

/** @param earlier the folder of the library's earlier version, built */
export async function upgrade(earlier: string, rows: number): Promise<Upgraded> {
  const databaseUrl = await emptyDatabase();
  const { url: natsUrl } = await testNats();
  const pool = new pg.Pool({ connectionString: databaseUrl });
  const running = new Map<string, Replica>();
  let longestAppendMs = 0;
  const start = async (name: string, library: string) => {
    running.set(name, await Replica.start(name, library, { databaseUrl, natsUrl, appends: true }));
    await more();
  };
  const stop = async (name: string) => {
    longestAppendMs = Math.max(longestAppendMs, await running.get(name)!.stop());
    running.delete(name);
  };
  const appended = async () => (await judge(pool)).appended;
  const more = async () => {
    const before = await appended();
    await eventually(async () => (await appended()) >= before + BETWEEN);
  };

  try {
    await inSession(databaseUrl, async (client) => {
      await (
        await migrationsOf(earlier)
      )(client);
      await client.query(MAKE_JOURNAL);
      await client.query(FILL_OUTBOX, [rows]);
    });
    await start('old-1', earlier);
    await start('old-2', earlier);

    const beforeMigrating = await Replica.start('early', THIS, { databaseUrl, natsUrl, appends: false }).then(
      async (replica) => (await replica.stop(), 'runs'),
      (error: Error) => error.message,
    );
    const begun = performance.now();
    const migrations = await inSession(databaseUrl, (client) => migrateMessaging(client));
    const migratedInMs = Math.round(performance.now() - begun);
    await more();

    await start('new-1', THIS);
    await start('new-2', THIS);
    await stop('old-1');
    await stop('old-2');
    await more();

    await start('old-3', earlier);
    await stop('new-1');
    await stop('new-2');
    await more();

    await start('new-3', THIS);
    await stop('old-3');
    await more();
    await stop('new-3');

    await settle(await Replica.start('last', THIS, { databaseUrl, natsUrl, appends: false }), pool);
    return {
      beforeMigrating,
      migrations,
      migratedInMs,
      longestAppendMs: Math.round(longestAppendMs),
      ...(await judge(pool)),
    };
  } finally {
    for (const replica of running.values()) replica.kill();
    await pool.end();
  }
}

/** Whatever is under way is handled; what is missing after that is lost. */
async function settle(replica: Replica, pool: pg.Pool): Promise<void> {
  const isSettled = async () => (await judge(pool)).lost === 0;
  await eventually(isSettled).catch(() => console.error('some events were not handled within a minute'));
  await replica.stop();
}

async function migrationsOf(library: string): Promise<typeof migrateMessaging> {
  const file = pathToFileURL(join(library, 'dist', 'sql', 'migrate-messaging.js')).href;
  return ((await import(file)) as { migrateMessaging: typeof migrateMessaging }).migrateMessaging;
}

async function emptyDatabase(): Promise<string> {
  const { administratorUrl } = await testPostgres();
  await inSession(administratorUrl, (client) => client.query('CREATE DATABASE upgrade'));
  return Object.assign(new URL(administratorUrl), { pathname: '/upgrade' }).href;
}

async function inSession<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
