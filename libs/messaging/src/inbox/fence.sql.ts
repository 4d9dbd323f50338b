import { MessagingError } from '../errors.js';
import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

/**
 * The message was delivered before its consumer was rebuilt: it is delivered again, in its turn, through the durables of
 * after that.
 */
export class DeliveredBeforeRebuild extends MessagingError {
  readonly code = 'DELIVERED_BEFORE_REBUILD';
}

/**
 * True unless the consumer has been rebuilt since. Part of the statement that writes, so that it sees what a
 * rebuild committed that it had to wait for: transactions of handlers are therefore READ COMMITTED, the default.
 */
export function notRebuiltSince(consumer: string, epoch: string): string {
  return `NOT EXISTS (SELECT FROM consumer_epoch AS rebuilt WHERE rebuilt.consumer = ${consumer} AND rebuilt.epoch > ${epoch}::text::int)`;
}

const REBUILT = `SELECT epoch FROM consumer_epoch WHERE consumer = $1 AND epoch > $2::text::int`;

/** To be called if nothing was written. @throws DeliveredBeforeRebuild if that was the reason */
export async function requireCurrent(tx: SqlTransaction, consumer: string, epoch: number): Promise<void> {
  const rebuilt = await execute(tx, REBUILT, [consumer, String(epoch)]);
  if (rebuilt.length > 0) throw new DeliveredBeforeRebuild(`${consumer} has been rebuilt since`);
}

const LOCK = `LOCK TABLE inbox IN SHARE MODE`;

/**
 * Waits until the handlers that run have ended, and keeps others from beginning until the transaction ends: of all
 * consumers of this database, so be quick. This lock and every later one of the transaction is waited for so long at most.
 */
export async function holdHandlers(tx: SqlTransaction, waitMs: number): Promise<void> {
  await execute(tx, `SET LOCAL lock_timeout = ${waitMs}`, []);
  await execute(tx, LOCK, []);
}
