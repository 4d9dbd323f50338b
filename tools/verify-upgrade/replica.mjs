// A replica of a service on one version of the messaging library: publishes in order per key, records the effect of what it
// handles, and reports the longest append when it is asked to stop. One argument, JSON: { library, databaseUrl, natsUrl, name, appends }.
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { z } from 'zod';

const { library, databaseUrl, natsUrl, name, appends } = JSON.parse(process.argv[2]);
const door = (path) => import(pathToFileURL(`${library}/dist/${path}index.js`).href);
const { consumer, defineEvent, on } = await door('');
const { connectJetStream } = await door('jetstream/');
const { MessagingService } = await door('operations/');

const KEYS = 8;
const Happened = defineEvent({
  type: 'upgrade.happened',
  version: 1,
  owner: 'upgrade',
  key: (data) => data.key,
  schema: z.object({ key: z.string(), n: z.int() }),
});
class RecordEffect {
  async handle() {}
}

const pool = new pg.Pool({ connectionString: databaseUrl, max: 6 });
const tell = (level) => (fields, message) =>
  console.error(`${name} ${level}: ${message}`, fields?.err?.message ?? '');
const log = { debug() {}, info() {}, warn: tell('warn'), error: tell('error') };

async function transaction(work) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

const messaging = new MessagingService({
  service: 'upgrade',
  roles: new Set(['relay', 'consumers']),
  transport: await connectJetStream({ servers: [natsUrl], name, log }),
  pool,
  transaction,
  subscriptions: [consumer('upgrade', { startFrom: 'beginning' }, [on(Happened, RecordEffect)])],
  publishes: [Happened],
  log,
  invoke: (_subscription, { id, data }, { tx }) =>
    tx.query('INSERT INTO effect (event_id, key, n, replica) VALUES ($1, $2, $3, $4)', [
      id,
      data.key,
      data.n,
      name,
    ]),
});
try {
  await messaging.start();
} catch (error) {
  // Refused: the parent wants the words.
  console.error(error.message);
  process.exit(1);
}
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
process.send('running');

let longest = 0;
for (let i = 0; appends && !stopping.signal.aborted; i += 1) {
  const [key, n] = [`${name}-${i % KEYS}`, Math.floor(i / KEYS)];
  const begun = performance.now();
  await messaging.transactions.run(async (tx) => {
    await tx.query('INSERT INTO appended (key, n) VALUES ($1, $2)', [key, n]);
    await messaging.outbox.publish(tx, Happened, { key, n });
  });
  longest = Math.max(longest, performance.now() - begun);
}
if (!stopping.signal.aborted) await once(stopping.signal, 'abort');
await messaging.stop();
await pool.end();
process.send({ longest });
process.disconnect();
