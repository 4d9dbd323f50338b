import type { OutboxStatus } from '@waybill/messaging';
import { CliError } from './cli-error.ts';
import type { StackState } from './state.ts';

/** The outbox of one service. */
export interface ServiceOutbox {
  service: string;
  status(): Promise<OutboxStatus>;
  /** @returns how many rows will be published again */
  republish(since: Date): Promise<number>;
}

/** Connects to the services' databases for as long as `work` takes. */
export async function withOutboxes<Result>(
  state: StackState,
  work: (outboxes: ServiceOutbox[]) => Promise<Result>,
): Promise<Result> {
  const { default: pg } = await import('pg');
  const { outboxStatus, republish } = await import('@waybill/messaging');
  const { messagingServices } = await import('@waybill/stack');
  const clients: InstanceType<typeof pg.Client>[] = [];
  try {
    const outboxes: ServiceOutbox[] = [];
    for (const service of messagingServices) {
      const connectionString = state.postgres[service];
      const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
      await client.connect().catch((cause: Error) => {
        throw new CliError(`the ${service} database does not answer: ${cause.message}`, {
          fix: 'npm run waybill -- doctor',
          cause,
        });
      });
      clients.push(client);
      outboxes.push({
        service,
        status: () => outboxStatus(client),
        republish: (since) => republish(client, since),
      });
    }
    return await work(outboxes);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}
