import { MasterKeys } from '@waybill/messaging/operations';
import { createDecipheriv } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Platform } from './platform.js';

/** What a thief of the order service's database and of the master key can open of one customer's recipients: readable texts. */
export async function openedWithKeysLeft(platform: Platform, customerId: string): Promise<string[]> {
  const client = new pg.Client((await platform.state()).postgres.order);
  await client.connect();
  try {
    const master = await readFile(join(platform.dataDir, 'personal-data-key'), 'utf8');
    const masterKeys = new MasterKeys([master.trim()]);
    const { rows: stored } = await client.query<{ id: string; wrapped: Buffer; name: string }>(
      `SELECT id::text, wrapped_key AS wrapped, master_key AS name FROM personal_key WHERE wrapped_key IS NOT NULL`,
    );
    const keys = await Promise.all(
      stored.map(({ id, wrapped, name }) => masterKeys.unwrap(name, id, wrapped)),
    );
    const { rows: events } = await client.query<{ id: string; payload: Record<string, string> }>(
      `SELECT message_id AS id, payload FROM outbox
       WHERE subject LIKE 'order.recipient-named.%' AND payload->>'customerId' = $1`,
      [customerId],
    );
    return events.flatMap(({ id, payload }) =>
      ['name', 'email'].flatMap((field) =>
        keys.flatMap((key) => tryOpen(key, payload[field]!, [id, 'order.recipient-named.v1', `/${field}`])),
      ),
    );
  } finally {
    await client.end();
  }
}

/** By the description of the format alone (docs/headers.md), without the library's code. */
function tryOpen(key: Uint8Array, sealed: string, place: readonly string[]): string[] {
  const bytes = Buffer.from(sealed.split(':')[3]!, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
    .setAAD(Buffer.from(JSON.stringify(place)))
    .setAuthTag(bytes.subarray(-16));
  const text = decipher.update(bytes.subarray(12, -16), undefined, 'utf8');
  try {
    return [text + decipher.final('utf8')];
  } catch {
    return []; // another key
  }
}
