import type pg from 'pg';

/** What has been applied: read by services, which refuse to start on a database that is too old, and written by migrations. */
const RECORDS = ['_prisma_migrations', 'messaging_migration'];

/** Tables and sequences that the role may not use as `grantRuntime` lets it. */
const SELECT_MISSING = `
SELECT FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND CASE
  WHEN relkind = 'S' THEN NOT (has_sequence_privilege($1, oid, 'USAGE') AND has_sequence_privilege($1, oid, 'SELECT'))
  WHEN relkind IN ('r', 'p') AND relname = ANY ($2) THEN NOT has_table_privilege($1, oid, 'SELECT')
  WHEN relkind IN ('r', 'p') THEN NOT (
    has_table_privilege($1, oid, 'SELECT') AND has_table_privilege($1, oid, 'INSERT')
    AND has_table_privilege($1, oid, 'UPDATE') AND has_table_privilege($1, oid, 'DELETE'))
  ELSE false
END
LIMIT 1`;

/**
 * Lets a service's login read and write the rows of all tables, and nothing else: it owns none, so it cannot change,
 * empty or drop one. Made again after each migration, as a new table is the owner's alone.
 *
 * @param client connected as the owner
 */
export async function grantRuntime(client: pg.Client, role: string): Promise<void> {
  const name = client.escapeIdentifier(role);
  const { rows } = await client.query<{ table: string }>(
    `SELECT tablename AS table FROM pg_tables WHERE schemaname = 'public' AND tablename = ANY ($1)`,
    [RECORDS],
  );
  // Sent as one script, so in one transaction: a service that runs never lacks what it had.
  await client.query(
    [
      `GRANT USAGE ON SCHEMA public TO ${name}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${name}`,
      `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${name}`,
      ...rows.map(
        ({ table }) => `REVOKE INSERT, UPDATE, DELETE ON ${client.escapeIdentifier(table)} FROM ${name}`,
      ),
    ].join(';\n'),
  );
}

/** Whether `grantRuntime` has nothing to do. */
export async function isGranted(client: pg.Client, role: string): Promise<boolean> {
  return (await client.query(SELECT_MISSING, [role, RECORDS])).rowCount === 0;
}
