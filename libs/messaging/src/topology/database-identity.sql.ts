import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

const IDENTITY = `
WITH made AS (
  INSERT INTO messaging_identity (name, id) VALUES ('database', gen_random_uuid())
  ON CONFLICT DO NOTHING
  RETURNING id
)
SELECT id::text FROM made UNION ALL SELECT id::text FROM messaging_identity WHERE name = 'database'`;

/**
 * What tells this database from every other, also after it was restored from a backup. A consumer's position on the
 * broker means something only with the inbox that it belongs to, so both bear this.
 */
export async function databaseIdentity(tx: SqlTransaction): Promise<string> {
  // Where another process has made it since the first statement began, the second one sees it.
  for (const _attempt of [1, 2]) {
    const [row] = await execute<{ id: string }>(tx, IDENTITY, []);
    if (row) return row.id;
  }
  throw new Error('the database does not keep its identity in messaging_identity');
}
