import { republish, resendProgress } from '@waybill/messaging/operations';
import { withClient } from '@waybill/stack/parts';
import { readBroker } from '../evidence/read-broker.ts';
import type { Laboratory } from '../laboratory.ts';
import { until } from '../until.ts';

/** Longer than any other fault keeps a consumer from a message, in milliseconds: what is older was handled. */
const UNHANDLED_FOR = 5 * 60_000;
/** A platform that has caught up has so few messages under way, at the laboratory's rates. */
const UNDER_WAY = 100;

/**
 * What an operator does after the broker lost messages: `outbox republish` in every service, from a safe time before it.
 * Resolves when all is sent, and read: until then the platform is busy with what it knows already.
 */
export async function republishLost(lab: Laboratory, lostAt: Date): Promise<void> {
  const since = new Date(lostAt.getTime() - UNHANDLED_FOR);
  for (const { administratorUrl, service } of lab.databases) {
    await withClient(administratorUrl, async (client) => {
      const { resendId, rows } = await republish(client, since);
      if (rows === 0) return;
      await until(
        `${rows} rows of ${service} are published again`,
        async () => (await resendProgress(client, resendId)).waiting === 0,
      );
    });
  }
  await until('what was published again is read', async () => {
    const { undelivered } = await readBroker(lab);
    return [...undelivered.values()].reduce((sum, count) => sum + count, 0) < UNDER_WAY;
  });
}
