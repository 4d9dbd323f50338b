import { execute, type SqlTransaction } from './sql-transaction.js';

/** What a session of the database can do at this moment. */
export interface SessionState {
  /** The server process behind the session. */
  backend: number;
  readOnly: boolean;
  /** The server replays another one's log: a replica, or what a failover left behind. */
  standby: boolean;
}

const SESSION_STATE = `
SELECT pg_backend_pid() AS backend, current_setting('transaction_read_only') = 'on' AS "readOnly",
  pg_is_in_recovery() AS standby`;

export async function sessionState(session: SqlTransaction): Promise<SessionState> {
  const rows = await execute<SessionState>(session, SESSION_STATE, []);
  return rows[0]!;
}

const MISSING_TABLES = `SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NULL`;

/** Those of the tables that are not there. */
export async function missingTables(session: SqlTransaction, names: readonly string[]): Promise<string[]> {
  const rows = await execute<{ name: string }>(session, MISSING_TABLES, [names]);
  return rows.map(({ name }) => name);
}
