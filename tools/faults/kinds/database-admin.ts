import { withClient } from '@waybill/stack/parts';
import type pg from 'pg';
import type { Laboratory, ServiceDatabase } from '../laboratory.ts';
import { until } from '../until.ts';

export function databaseOf({ databases }: Laboratory, service: string): ServiceDatabase {
  const database = databases.find((each) => each.service === service);
  if (!database) throw new TypeError(`${service} has no database`);
  return database;
}

/** Heals as soon as the server responds: it may be down by a fault of its own at this moment. */
export async function healed(
  { service, administratorUrl }: ServiceDatabase,
  heal: (client: pg.Client) => Promise<void>,
): Promise<void> {
  await until(`the fault is removed from the database of ${service}`, async () => {
    await withClient(administratorUrl, heal);
    return true;
  });
}

/** Ends the service's sessions: what is set for a role or a database holds for sessions that begin afterwards. */
export async function endSessions(client: pg.Client, role: string): Promise<void> {
  await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND datname = current_database()',
    [role],
  );
}
