import { execute, type SqlTransaction } from '@waybill/messaging';

/** All that the funnel's consumer ever wrote. At once, however many sessions there are: handlers wait meanwhile. */
export async function emptySessions(tx: SqlTransaction): Promise<void> {
  await execute(tx, 'TRUNCATE session', []);
}
