import { execute, type SqlTransaction } from '@waybill/messaging';

/** Removes everything that the funnel's consumer wrote. Fast for any number of sessions, because handlers wait meanwhile. */
export async function emptySessions(tx: SqlTransaction): Promise<void> {
  await execute(tx, 'TRUNCATE session', []);
}
