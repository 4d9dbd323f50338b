import { leastUuidOf } from './uuid-time.js';

/** A clock of a service may be off by this much: rows that are older are not read. */
const MOST_APART_MS = 2 * 60 * 60 * 1000;

/**
 * The condition for rows of events that were made since a time, in outbox and inbox alike: by the time in a UUIDv7, as the
 * library gives, and by the row's own time for other ids. By the rows' times alone, an event from before that is handled
 * after it would be in the inbox's count and not in the outbox's. `$1`, `$2` and `$3` are `madeSince(since)`.
 *
 * @param column the row's own time, which has an index
 */
export function whereMadeSince(column: string): string {
  return `
  ${column} >= $1::timestamptz AND CASE
    WHEN message_id ~ '^[0-9a-f]{8}-[0-9a-f]{4}-7' THEN message_id COLLATE "C" >= $2
    ELSE ${column} >= $3::timestamptz
  END`;
}

export function madeSince(since: Date): [earliest: string, leastId: string, since: string] {
  const earliest = new Date(since.getTime() - MOST_APART_MS);
  return [earliest.toISOString(), leastUuidOf(since), since.toISOString()];
}
