import { execute, type SqlTransaction } from '../sql/sql-transaction.js';
import type { Rate } from './rate.js';

/** What was granted of the permits that were asked for. */
export interface Permits {
  granted: number;
  /** Until the next one is due, by the database's clock. */
  waitMs: number;
}

/**
 * The generic cell rate algorithm (ITU-T I.371): a token bucket that needs one timestamp. A statement that has to wait for the
 * row's lock sees the row as it is then, and its own clock as it was before: it grants too little rather than too much.
 *
 * $1 consumer, $2 permits wanted, $3 milliseconds from one permit to the next, $4 burst
 */
const INTERVAL = `$3::text::float8 * interval '1 millisecond'`;
const BURST = `$4::text::int`;
const WANTED = `$2::text::int`;
const SINCE = `greatest(rate.taken_until, statement_timestamp())`;
const GRANTED = `greatest(0, least(${WANTED}, floor(
  extract(epoch FROM statement_timestamp() + ${BURST} * ${INTERVAL} - ${SINCE}) * 1000 / $3::text::float8 + 0.000001
)::int))`;

const TAKE = `
INSERT INTO consumer_rate AS rate (consumer, taken_until, granted)
VALUES ($1, statement_timestamp() + least(${WANTED}, ${BURST}) * ${INTERVAL}, least(${WANTED}, ${BURST}))
ON CONFLICT (consumer) DO UPDATE
SET granted = ${GRANTED}, taken_until = ${SINCE} + ${GRANTED} * ${INTERVAL}
RETURNING granted, greatest(
  0, extract(epoch FROM taken_until - (${BURST} - 1) * ${INTERVAL} - statement_timestamp()) * 1000
)::float8 AS "waitMs"`;

/** Takes as many of them as may be had now. All replicas take from the same row. */
export async function takePermits(
  tx: SqlTransaction,
  consumer: string,
  wanted: number,
  { messages, perMs, burst }: Rate,
): Promise<Permits> {
  const rows = await execute<Permits>(tx, TAKE, [
    consumer,
    String(wanted),
    String(perMs / messages),
    String(burst),
  ]);
  return rows[0]!;
}
