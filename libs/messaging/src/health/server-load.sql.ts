import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

export interface ServerLoad {
  /** Sessions of the whole server, whoever has them. */
  connections: number;
  /** Without those that are reserved for superusers. */
  connectionLimit: number;
  /** Of this database, on disk. */
  bytes: number;
}

/** `pg_stat_database` counts the sessions of all roles; in `pg_stat_activity` a role sees the details of its own only. */
const SERVER_LOAD = `
SELECT (SELECT sum(numbackends) FROM pg_stat_database)::int AS connections,
  current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
    - coalesce(current_setting('reserved_connections', true), '0')::int AS "connectionLimit",
  pg_database_size(current_database())::float8 AS bytes`;

export async function serverLoad(session: SqlTransaction): Promise<ServerLoad> {
  const rows = await execute<ServerLoad>(session, SERVER_LOAD, []);
  return rows[0]!;
}
