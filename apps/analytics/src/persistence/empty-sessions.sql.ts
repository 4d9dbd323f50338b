import { execute, type SqlTransaction } from '@waybill/messaging';

/** Removes everything that the funnel's consumer wrote. Not by TRUNCATE, which takes a right that services do not have. */
export async function emptySessions(tx: SqlTransaction): Promise<void> {
  await execute(tx, 'DELETE FROM session', []);
}
