import { z } from 'zod';
import { defineEvent } from '../../contract/index.js';
import type { EventMessage } from '../../message/event-message.js';
import { execute, type SqlTransaction } from '../../sql/sql-transaction.js';

const schema = z.object({
  key: z.string(),
  /** Counts up per key: what order is judged by. */
  n: z.number().int(),
  /** What a handler is to do besides recording its effect. */
  fault: z.string().optional(),
});

export type Happened = z.infer<typeof schema>;

export function happenedIn(domain: string, owner: string, claimCheck = false) {
  return defineEvent({
    type: `${domain}.happened`,
    version: 1,
    owner,
    key: ({ key }) => key,
    conversation: ({ key }) => key,
    claimCheck,
    schema,
  });
}

/** The handler's effect: one row per event, in the given transaction. */
export async function recordEffect(
  tx: SqlTransaction,
  events: readonly EventMessage<Happened>[],
  replica = 'test',
): Promise<void> {
  const rows = events.map(({ id, data }) => ({ event_id: id, key: data.key, n: data.n }));
  await execute(
    tx,
    `INSERT INTO effect (event_id, key, n, replica, batch)
     SELECT event_id, key, n, $2, CASE WHEN $3 = '1' THEN NULL ELSE $3 END
     FROM json_to_recordset($1::json) AS row (event_id text, key text, n int)`,
    [JSON.stringify(rows), replica, String(events.length)],
  );
}

/** `count` events, dealt in turn to `keys`, counting up per key from `from`. */
export function eventsOf(keys: readonly string[], count: number, from = 0): Happened[] {
  return Array.from({ length: count }, (_, index) => ({
    key: keys[index % keys.length]!,
    n: from + Math.floor(index / keys.length),
  }));
}

/** Those that came after a later one of their key. */
export function inversions(effects: readonly { key: string; n: number }[]): string[] {
  const last = new Map<string, number>();
  return effects.flatMap(({ key, n }) => {
    const before = last.get(key) ?? -Infinity;
    last.set(key, Math.max(n, before));
    return n <= before ? [`${key}: ${n} after ${before}`] : [];
  });
}
