import { Outbox } from '@waybill/messaging';
import type { OutgoingMessage } from '@waybill/messaging/operations';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { BenchHappened, FILLING } from './bench-happened.ts';
import type { Servers } from './servers.ts';

const AT_ONCE = 1_000;

export type Happened = { id: string; number: number; filling: string };

/** Distinct keys. */
export function happened(number: number): Happened {
  return { id: uuidv7(), number, filling: FILLING };
}

/** An outbox that holds this many events and nothing else. */
export async function fillOutbox(
  { pool, transaction }: Servers,
  events: number,
  event: (number: number) => Happened = happened,
): Promise<void> {
  const outbox = new Outbox('bench', [BenchHappened]);
  await pool.query('TRUNCATE outbox');
  for (let first = 0; first < events; first += AT_ONCE) {
    const data = Array.from({ length: Math.min(AT_ONCE, events - first) }, (_, i) => event(first + i));
    await transaction((tx) => outbox.publishAll(tx, BenchHappened, data));
  }
  await pool.query('VACUUM ANALYZE outbox');
}

/** The messages that the relay makes of what waits in the outbox. */
export async function waitingMessages(pool: pg.Pool): Promise<OutgoingMessage[]> {
  const { rows } = await pool.query<Omit<OutgoingMessage, 'id'> & { id: string }>(
    'SELECT message_id AS id, subject, headers, payload::text AS body FROM outbox WHERE published_at IS NULL ORDER BY id',
  );
  return rows;
}
