import { execute, type SqlTransaction } from '../../sql/sql-transaction.js';
import type { Published } from '../../transport/transport.js';

const MARK_PUBLISHED = `
UPDATE outbox
SET published_at = clock_timestamp(), stream = done.stream, sequence = done.sequence, last_error = NULL
FROM unnest($1::bigint[], $2::text[], $3::bigint[]) AS done (id, stream, sequence)
WHERE outbox.id = done.id`;

/** One update for the whole batch. A crash before it means that the rows are sent again, with the same ids. */
export async function markPublished(
  session: SqlTransaction,
  done: readonly { id: string; published: Published }[],
): Promise<void> {
  // The column holds JetStream's positions, which are numbers.
  await execute(session, MARK_PUBLISHED, [
    done.map(({ id }) => id),
    done.map(({ published }) => published.stream),
    done.map(({ published }) => published.position),
  ]);
}
