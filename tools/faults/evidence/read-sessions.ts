import type pg from 'pg';
import { REPLICAS } from '../lab/replicas.ts';
import type { Sessions } from './evidence.ts';

/** DATABASE_POOL by default, and the sessions of relay and health. */
const PER_PROCESS = 6 + 3;
/** One for each bucket of keys, and one for each relay. */
const LOCKS = 64 + REPLICAS;

export async function readSessions(client: pg.Client, service: string): Promise<Sessions> {
  const { rows } = await client.query<Pick<Sessions, 'open' | 'inTransaction' | 'advisoryLocks'>>(
    `SELECT
       (SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND usename = current_database())::int AS open,
       (SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND usename = current_database() AND xact_start < now() - interval '10 s')::int
         AS "inTransaction",
       (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))::int AS "advisoryLocks"`,
  );
  return { ...rows[0]!, service, most: REPLICAS * PER_PROCESS, mostLocks: LOCKS };
}
