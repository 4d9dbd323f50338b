import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

const LOCK = `LOCK TABLE inbox_horizon, consumer_position IN SHARE ROW EXCLUSIVE MODE`;

/**
 * Until the transaction ends no other process moves a consumer or records a position, and no clean-up of an inbox ends:
 * one that had begun is waited for, one that begins later sees the new positions.
 */
export async function lockPositions(tx: SqlTransaction): Promise<void> {
  await execute(tx, LOCK, []);
}
