import type { OutboxStatus, Republished, ResendProgress } from '@waybill/messaging/operations';
import { CliError } from './cli-error.js';
import { readState } from './state.js';

/** The outbox of one service. */
export interface ServiceOutbox {
  service: string;
  status(): Promise<OutboxStatus>;
  /** Makes rows pending again. */
  republish(since: Date): Promise<Republished>;
  /** How many of them its relay has not published yet. */
  resendProgress(resendId: string): Promise<ResendProgress>;
}

/** Connects to the services' databases for as long as `work` takes. */
export async function withOutboxes<Result>(
  dataDir: string,
  work: (outboxes: ServiceOutbox[]) => Promise<Result>,
): Promise<Result> {
  const { postgres } = await readState(dataDir);
  const { default: pg } = await import('pg');
  const { outboxStatus, republish, resendProgress } = await import('@waybill/messaging/operations');
  const { messagingServices } = await import('@waybill/stack');
  const clients: InstanceType<typeof pg.Client>[] = [];
  try {
    const outboxes: ServiceOutbox[] = [];
    for (const service of messagingServices) {
      const client = new pg.Client({
        connectionString: postgres[service],
        connectionTimeoutMillis: 5_000,
      });
      await client.connect().catch((cause: Error) => {
        throw new CliError(`cannot connect to the ${service} database: ${cause.message}`, {
          fix: 'npm run waybill -- doctor',
          cause,
        });
      });
      clients.push(client);
      outboxes.push({
        service,
        status: () => outboxStatus(client),
        republish: (since) => republish(client, since),
        resendProgress: (resendId) => resendProgress(client, resendId),
      });
    }
    return await work(outboxes);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}
