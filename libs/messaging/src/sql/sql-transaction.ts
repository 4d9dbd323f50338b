/**
 * What outbox and inbox need of a transaction: one statement at a time, `$1` placeholders, rows back.
 * Prisma's `tx` and a `pg` client both fit as they are, so that one outbox serves every schema and pool
 * and neither client is imported here.
 */
export type SqlTransaction = PrismaTransaction | PgTransaction;

interface PrismaTransaction {
  $queryRawUnsafe<T = unknown>(sql: string, ...values: unknown[]): Promise<T>;
}

interface PgTransaction {
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** Runs one statement inside the transaction and gives its rows back. */
export async function execute<Row>(
  tx: SqlTransaction,
  sql: string,
  values: readonly unknown[],
): Promise<Row[]> {
  if ('$queryRawUnsafe' in tx) return tx.$queryRawUnsafe<Row[]>(sql, ...values);
  const { rows } = await tx.query(sql, [...values]);
  return rows as Row[];
}

/** Opens a transaction, runs `work` in it, commits when that resolves and rolls back when it throws. */
export interface Transactions<Tx extends SqlTransaction> {
  run<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}
