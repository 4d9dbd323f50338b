import { REFERS } from '../../claim-check/refers.sql.js';
import { execute, type SqlTransaction } from '../../sql/sql-transaction.js';

/** A pending row, as the relay publishes it. */
export interface OutboxRow {
  id: string;
  messageId: string;
  subject: string;
  key: string;
  bucket: number;
  headers: Record<string, string>;
  /** The data, byte for byte as it was appended. Null: the message refers to it, and it is read when its turn comes. */
  payload: string | null;
  attempts: number;
  /** Set where `republish` sends it again. */
  resendId: string | null;
}

/**
 * The oldest pending rows of the leased buckets, in the order of their ids. Left out are rows already in
 * flight, rows of a domain whose stream is missing, and rows whose key waits out a refusal: a failing row blocks its
 * own key and no other. None at all if the session is read-only: what is sent could not be marked.
 *
 * There is no cursor on the id: a row that commits late has a low id and would be skipped.
 */
const CLAIM_ROWS = `
SELECT id, message_id AS "messageId", subject, key, bucket, headers, attempts,
  CASE WHEN NOT ${REFERS} THEN payload::text END AS payload, resend_id::text AS "resendId"
FROM outbox AS row
WHERE published_at IS NULL AND dead_at IS NULL
  AND ($1::smallint[] IS NULL OR bucket = ANY ($1))
  AND id <> ALL ($2::bigint[])
  AND current_setting('transaction_read_only') = 'off'
  AND (cardinality($4::text[]) = 0 OR split_part(subject, '.', 1) <> ALL ($4::text[]))
  AND NOT EXISTS (
    SELECT FROM outbox AS refused
    WHERE refused.published_at IS NULL AND refused.dead_at IS NULL AND refused.attempts > 0
      AND refused.key = row.key AND refused.id <= row.id AND refused.available_at > clock_timestamp()
  )
ORDER BY id
LIMIT $3`;

export function claimRows(
  session: SqlTransaction,
  claim: { buckets: number[] | null; inFlight: string[]; limit: number; notOf: string[] },
): Promise<OutboxRow[]> {
  return execute(session, CLAIM_ROWS, [claim.buckets, claim.inFlight, claim.limit, claim.notOf]);
}

const READ_PAYLOAD = `SELECT payload::text AS payload FROM outbox WHERE id = $1::bigint`;

export async function readPayload(session: SqlTransaction, id: string): Promise<string> {
  const rows = await execute<{ payload: string }>(session, READ_PAYLOAD, [id]);
  return rows[0]!.payload;
}
