/**
 * A transaction, by its shape: Prisma's `tx` and a `pg` client both fit as they are. Outbox and inbox run single statements
 * with `$1` placeholders through it, so that one outbox serves every schema and pool.
 */
export type SqlTransaction = PrismaTransaction | PgTransaction;

interface PrismaTransaction {
  $queryRawUnsafe<T = unknown>(sql: string, ...values: unknown[]): Promise<T>;
}

interface PgTransaction {
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/**
 * Runs one statement inside the transaction and returns its rows: `$1` placeholders, one statement, either client.
 *
 * @throws what the client throws; code `TRANSACTION_ENDED` if the transaction has ended
 */
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
