import { setTimeout as delay } from 'node:timers/promises';
import { withClient } from '@waybill/stack/parts';
import type { Broker, ServiceDatabase } from '../laboratory.ts';
import { readBroker } from './read-broker.ts';

/** Longer than the longest back-off, with a margin for what waits behind it, in milliseconds. */
const PATIENCE = 150_000;
const LOOK = 500;

const WAITING = `
SELECT (SELECT count(*) FROM outbox WHERE published_at IS NULL AND dead_at IS NULL)::int AS pending`;
/** Besides the outbox, by service: an order that is not decided, a payment that is not decided, or not paid or returned. */
const OPEN: Readonly<Record<string, string>> = {
  order: `SELECT count(*)::int AS pending FROM orders WHERE status = 'placed'`,
  payment: `
    SELECT count(*)::int AS pending FROM payment
    WHERE status IN ('requested', 'authorised') OR status = 'cancelled' AND EXISTS (
      SELECT FROM outbox_scheduled WHERE key = order_id::text AND cancelled_at IS NULL)`,
};

/** Where the messages of a platform are. */
export interface Servers {
  readonly databases: readonly Pick<ServiceDatabase, 'administratorUrl' | 'service'>[];
  readonly broker: Pick<Broker, 'url'>;
}

/**
 * Resolves when nothing waits any more, or the patience is over: then the checks say what waits.
 *
 * @returns whether it has settled, and after how many milliseconds
 */
export async function settled(lab: Servers): Promise<{ settled: boolean; afterMs: number }> {
  const began = performance.now();
  let quiet = 0;
  for (;;) {
    // Twice in a row: a handler that publishes leaves a moment in which nothing waits.
    quiet = (await waiting(lab)) === 0 ? quiet + 1 : 0;
    const afterMs = performance.now() - began;
    if (quiet >= 2 || afterMs > PATIENCE) return { settled: quiet >= 2, afterMs };
    await delay(LOOK);
  }
}

async function waiting({ databases, broker }: Servers): Promise<number> {
  const inDatabases = await Promise.all(
    databases.map(({ administratorUrl, service }) =>
      withClient(administratorUrl, async (client) => {
        const queries = [WAITING, OPEN[service]].filter((query) => query !== undefined);
        const counts = await Promise.all(queries.map((query) => client.query<{ pending: number }>(query)));
        return counts.reduce((sum, { rows }) => sum + rows[0]!.pending, 0);
      }),
    ),
  );
  const { undelivered } = await readBroker({ broker });
  return [...inDatabases, ...undelivered.values()].reduce((sum, count) => sum + count, 0);
}
