// What every peer's process does: takes its orders, lets the jobs wait, and measures from the start of the workers to the
// last row. Plain JavaScript, because what it imports is installed for a benchmark only, and not when types are checked.
import { once } from 'node:events';
import pg from 'pg';

/**
 * @typedef {object} Job what a handler inserts
 * @property {string} id
 * @property {number} number
 * @property {string} filling
 *
 * @typedef {object} Place
 * @property {string} databaseUrl
 * @property {string} natsUrl
 * @property {pg.Pool} pool for handlers
 * @property {number} atOnce handlers
 *
 * @typedef {object} Peer
 * @property {(place: Place) => Promise<void>} prepare tables and queues, empty
 * @property {(jobs: Job[], place: Place) => Promise<void>} add lets them wait
 * @property {(handle: (job: Job, transaction?: pg.ClientBase) => Promise<void>, place: Place) => Promise<() => Promise<void>>} start returns what stops it, everything written
 */

const ADDED_AT_ONCE = 1_000;

/** @param {Peer} peer */
export async function runPeer(peer) {
  const [{ jobs, ...given }] = await once(process, 'message');
  const pool = new pg.Pool({ connectionString: given.databaseUrl, max: given.atOnce });
  pool.on('error', (error) => console.error(error));
  const place = { ...given, pool };
  await pool.query(
    'CREATE TABLE IF NOT EXISTS bench_effect (event_id text PRIMARY KEY, number int NOT NULL)',
  );
  await pool.query('TRUNCATE bench_effect');
  await peer.prepare(place);
  for (let first = 0; first < jobs.length; first += ADDED_AT_ONCE)
    await peer.add(jobs.slice(first, first + ADDED_AT_ONCE), place);
  const { promise: all, resolve } = Promise.withResolvers();
  let handled = 0;
  const insert = async ({ id, number }, transaction = pool) => {
    await transaction.query('INSERT INTO bench_effect VALUES ($1, $2)', [id, number]);
    if (++handled === jobs.length) resolve();
  };
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  const stop = await peer.start(insert, place);
  await all;
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  await stop();
  await pool.end();
  const sample = { value: jobs.length / seconds, cpuMicros: (user + system) / jobs.length };
  await new Promise((sent) => process.send(sample, sent));
  process.disconnect();
}
