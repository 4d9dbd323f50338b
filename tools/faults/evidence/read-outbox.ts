import type pg from 'pg';
import type { Published } from './evidence.ts';

export async function readOutbox(client: pg.Client, service: string): Promise<Published[]> {
  const { rows } = await client.query<Omit<Published, 'service' | 'id'> & { id: string }>(
    `SELECT id::text, message_id AS "messageId", subject, key, resend_id IS NOT NULL AS resent,
       CASE WHEN dead_at IS NOT NULL THEN 'parked' WHEN published_at IS NULL THEN 'pending' ELSE 'published' END AS state
     FROM outbox ORDER BY id`,
  );
  return rows.map((row) => ({ ...row, service, id: BigInt(row.id) }));
}
