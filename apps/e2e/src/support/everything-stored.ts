import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { ConsoleApi } from './console-api.js';
import type { Platform } from './platform.js';

/** What is stored or shown in one place: `order.recipient`, `logs/order.log`, `GET /api/traces`. */
export interface Stored {
  readonly place: string;
  readonly text: string;
}

/** All that a platform has: every row of every database, the broker's files, logs, state, and what the console shows. */
export async function everythingStored(
  platform: Platform,
  api: ConsoleApi,
  orderIds: readonly string[],
): Promise<Stored[]> {
  const { postgres } = await platform.state();
  const places = [
    ...(await Promise.all(Object.entries(postgres).map(([service, url]) => rowsOf(service, url)))).flat(),
    ...(await filesIn(platform.dataDir, 'nats')),
    ...(await filesIn(platform.dataDir, 'logs')),
    ...(await filesIn(platform.dataDir, 'state.json')),
    ...(await shownBy(api, orderIds)),
  ];
  return places.filter(({ text }) => text !== '');
}

/** Where any of these texts is. */
export function placesOf(stored: readonly Stored[], texts: readonly string[]): string[] {
  return stored.filter(({ text }) => texts.some((each) => text.includes(each))).map(({ place }) => place);
}

async function rowsOf(service: string, connectionString: string): Promise<Stored[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
    );
    const stored: Stored[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`);
      stored.push({ place: `${service}.${name}`, text: rows.map(({ row }) => row).join('\n') });
    }
    return stored;
  } finally {
    await client.end();
  }
}

async function filesIn(dataDir: string, path: string): Promise<Stored[]> {
  const whole = join(dataDir, path);
  if ((await stat(whole)).isFile()) return [{ place: path, text: await readFile(whole, 'latin1') }];
  const names = await readdir(whole);
  return (await Promise.all(names.map((name) => filesIn(dataDir, join(path, name))))).flat();
}

async function shownBy(api: ConsoleApi, orderIds: readonly string[]): Promise<Stored[]> {
  const get = async (path: string) => ({ place: `GET ${path}`, text: JSON.stringify(await api.get(path)) });
  const lists = await Promise.all([
    ...['/api/topology', '/api/outbox', '/api/streams', '/api/catalogue', '/api/dead-letters'].map(get),
    ...['ORDER', 'PAYMENT', 'DEAD'].map((stream) => get(`/api/streams/${stream}/messages`)),
    ...orderIds.map((orderId) => get(`/api/messages?orderId=${orderId}`)),
  ]);
  const { items: traces } = await api.get<{ items: { traceId: string }[] }>('/api/traces?limit=100');
  const { items: letters } = await api.get<{ items: { id: string }[] }>('/api/dead-letters?state=all');
  const details = await Promise.all([
    ...traces.map(({ traceId }) => get(`/api/traces/${traceId}`)),
    ...letters.map(({ id }) => get(`/api/dead-letters/${id}`)),
  ]);
  return [...lists, ...details];
}
