import type { OutboxStatus, Republished, ResendProgress } from '@waybill/messaging';
import { CliError } from './cli-error.ts';
import type { StackState } from './state.ts';

/** The outbox of one service. */
export interface ServiceOutbox {
  service: string;
  status(): Promise<OutboxStatus>;
  /** Makes rows pending again. */
  republish(since: Date): Promise<Republished>;
  /** How far its relay is with them. */
  resendProgress(resendId: string): Promise<ResendProgress>;
}

/** Connects to the services' databases for as long as `work` takes. */
export async function withOutboxes<Result>(
  state: StackState,
  work: (outboxes: ServiceOutbox[]) => Promise<Result>,
): Promise<Result> {
  const { default: pg } = await import('pg');
  const { outboxStatus, republish, resendProgress } = await import('@waybill/messaging');
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
        resendProgress: (resendId) => resendProgress(client, resendId),
      });
    }
    return await work(outboxes);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}
