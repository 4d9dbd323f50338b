import { connectJetStream } from '@waybill/messaging/jetstream';
import { DeadLetterQueue, inboxPrefixOf } from '@waybill/messaging/operations';
import type { Broker } from '../laboratory.ts';
import type { DeadLetterSeen } from './evidence.ts';

/** More than a run makes. */
const LIMIT = 10_000;

/** Those that nobody has resolved. */
export async function readDeadLetters({ url }: Pick<Broker, 'url'>): Promise<DeadLetterSeen[]> {
  const servers = url.split(',');
  const user = decodeURIComponent(new URL(servers[0]!).username);
  const transport = await connectJetStream({
    ...{ servers, name: 'laboratory' },
    ...(user && { inboxPrefix: inboxPrefixOf(user) }),
  });
  try {
    const open = await new DeadLetterQueue(transport, transport.reader).list({ limit: LIMIT });
    return open.map(({ consumer, eventId, error }) => ({ consumer, eventId, error: JSON.stringify(error) }));
  } finally {
    await transport.close();
  }
}
