import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

/**
 * How far a consumer is with an event type, kept beside its inbox: it has completed everything stored until then.
 * A time and not a sequence, because that stays true when a stream is made again, restored or loses its end. Told by the
 * broker's clock, and a little behind at any moment: what is repeated for that, the inbox drops.
 */
export interface Position {
  consumer: string;
  stream: string;
  /** `*` for the replays of dead letters. */
  type: string;
  handledUntil: Date;
  /** How often the consumer had been rebuilt when that was found out. */
  epoch: number;
}

const READ = `
SELECT consumer, stream, event_type AS type, handled_until AS "handledUntil" FROM consumer_position
WHERE consumer IN (SELECT json_array_elements_text($1::json))`;

/** Without the epoch, which is that of the recording process. */
export type RecordedPosition = Omit<Position, 'epoch'>;

export async function readPositions(
  tx: SqlTransaction,
  consumers: readonly string[],
): Promise<RecordedPosition[]> {
  const rows = await execute<RecordedPosition>(tx, READ, [JSON.stringify(consumers)]);
  return rows.map((row) => ({ ...row, handledUntil: new Date(row.handledUntil) }));
}

/** The last one counts, forwards or backwards: each is true of the durables that it was read from. One from before a rebuild is left out. */
const RECORD = `
INSERT INTO consumer_position (consumer, stream, event_type, handled_until)
SELECT consumer, stream, type, "handledUntil"
FROM json_to_recordset($1::json) AS position(consumer text, stream text, type text, "handledUntil" timestamptz, epoch int)
WHERE NOT EXISTS (
  SELECT FROM consumer_epoch AS rebuilt WHERE rebuilt.consumer = position.consumer AND rebuilt.epoch > position.epoch
)
ORDER BY consumer, stream, type
ON CONFLICT (consumer, stream, event_type) DO UPDATE SET handled_until = excluded.handled_until`;

export async function recordPositions(tx: SqlTransaction, positions: readonly Position[]): Promise<void> {
  if (positions.length > 0) await execute(tx, RECORD, [JSON.stringify(positions)]);
}

const FORGET = `DELETE FROM consumer_position WHERE consumer = $1 AND event_type = $2`;

/** An event type that the consumer no longer handles must not block the clean-up of its inbox. */
export async function forgetPosition(tx: SqlTransaction, consumer: string, type: string): Promise<void> {
  await execute(tx, FORGET, [consumer, type]);
}

const CARRY = `
INSERT INTO consumer_position (consumer, stream, event_type, handled_until)
SELECT $1, stream, event_type, handled_until FROM consumer_position WHERE consumer = $2
ON CONFLICT DO NOTHING`;

/** A renamed consumer continues from its position under the former name. */
export async function carryPositions(tx: SqlTransaction, name: string, formerly: string): Promise<void> {
  await execute(tx, CARRY, [name, formerly]);
}

const HORIZON = `
SELECT consumer, forgotten_until AS "forgottenUntil" FROM inbox_horizon
WHERE consumer IN (SELECT json_array_elements_text($1::json))`;

/** Until when the inbox has been cleaned, by consumer: what was handled before may run again if it is delivered again. */
export async function readHorizons(
  tx: SqlTransaction,
  consumers: readonly string[],
): Promise<Map<string, Date>> {
  const rows = await execute<{ consumer: string; forgottenUntil: Date }>(tx, HORIZON, [
    JSON.stringify(consumers),
  ]);
  return new Map(rows.map(({ consumer, forgottenUntil }) => [consumer, new Date(forgottenUntil)]));
}
