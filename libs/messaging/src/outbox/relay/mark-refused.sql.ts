import { execute, type SqlTransaction } from '../../sql/sql-transaction.js';

const MARK_REFUSED = `
UPDATE outbox
SET attempts = attempts + 1,
    last_error = $2,
    available_at = clock_timestamp() + make_interval(secs => $3::float8 / 1000),
    dead_at = CASE WHEN attempts + 1 >= $4::int THEN clock_timestamp() END
WHERE id = $1::bigint`;

/** Counts a refusal: the row waits `delayMs`, or is parked when this was the last attempt. */
export async function markRefused(
  session: SqlTransaction,
  refusal: { id: string; error: string; delayMs: number; maxAttempts: number },
): Promise<void> {
  await execute(session, MARK_REFUSED, [
    refusal.id,
    // A text of Postgres holds no NUL; one in a message must not stop the relay.
    refusal.error.slice(0, 2000).replaceAll('\0', '\ufffd'),
    refusal.delayMs,
    refusal.maxAttempts,
  ]);
}
