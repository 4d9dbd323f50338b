import { connectJetStream } from '@waybill/messaging/jetstream';
import { MessagingService } from '@waybill/messaging/operations';
import type pg from 'pg';
import { BenchHappened, benchLog } from './bench-happened.ts';
import type { Servers } from './servers.ts';

type Options = ConstructorParameters<typeof MessagingService<pg.PoolClient>>[0];
type Own = 'roles' | 'subscriptions' | 'invoke' | 'observers' | 'concurrency';

/** A service's messaging in this process, with its streams and durables in place. */
export async function startMessaging(
  { natsUrl, pool, transaction }: Pick<Servers, 'natsUrl' | 'pool' | 'transaction'>,
  options: Partial<Pick<Options, Own>>,
): Promise<MessagingService<pg.PoolClient>> {
  const messaging = new MessagingService<pg.PoolClient>({
    service: 'bench',
    roles: new Set(['relay']),
    transport: await connectJetStream({ servers: [natsUrl], name: 'bench', log: benchLog }),
    pool,
    transaction,
    subscriptions: [],
    publishes: [BenchHappened],
    invoke: async () => {},
    log: benchLog,
    ...options,
  });
  await messaging.reconcile();
  return messaging;
}
