import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Journal } from '../load/journal.ts';
import type { RunningLaboratory } from '../lab/start-laboratory.ts';

/** What was seen at one moment. */
export interface Sample {
  readonly at: Date;
  /** Orders accepted since the one before. */
  readonly accepted: number;
  /** Rows that wait in the order service's outbox; undefined while its database does not answer. */
  readonly waiting: number | undefined;
}

/** Milliseconds. */
const EVERY = 1_000;

/** Looks once a second until the signal is aborted. */
export async function takeSamples(
  lab: RunningLaboratory,
  journal: Journal,
  signal: AbortSignal,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  const url = lab.databases.find(({ service }) => service === 'order')!.administratorUrl;
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: EVERY,
    statement_timeout: EVERY,
  });
  pool.on('error', () => undefined); // the database is away: the sample says so
  let before = 0;
  while (!signal.aborted) {
    await delay(EVERY, undefined, { signal }).catch(() => undefined);
    const waiting = await pool
      .query<{ waiting: number }>('SELECT count(*)::int AS waiting FROM outbox WHERE published_at IS NULL')
      .then(
        ({ rows }) => rows[0]!.waiting,
        () => undefined,
      );
    samples.push({ at: new Date(), accepted: journal.orders.length - before, waiting });
    before = journal.orders.length;
  }
  await pool.end();
  return samples;
}
