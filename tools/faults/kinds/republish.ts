import { republish, resendProgress } from '@waybill/messaging/operations';
import { withClient } from '@waybill/stack/parts';
import type { Laboratory } from '../laboratory.ts';
import { until } from '../until.ts';

/** What an operator does after the broker lost messages: `outbox republish`, in every service, until all is sent. */
export async function republishAll({ databases, startedAt }: Laboratory): Promise<void> {
  for (const { administratorUrl, service } of databases) {
    await withClient(administratorUrl, async (client) => {
      const { resendId, rows } = await republish(client, startedAt);
      if (rows === 0) return;
      await until(
        `${rows} rows of ${service} are published again`,
        async () => (await resendProgress(client, resendId)).waiting === 0,
      );
    });
  }
}
