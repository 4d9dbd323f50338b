import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { inboxPrefixOf } from '@waybill/messaging/operations';
import type { Broker, Laboratory } from '../laboratory.ts';
import { until } from '../until.ts';

/** An operator's connection, past the links. */
export async function withBroker<Result>(
  { broker }: { broker: Pick<Broker, 'url'> },
  work: (jsm: JetStreamManager, nats: NatsConnection) => Promise<Result>,
): Promise<Result> {
  const urls = broker.url.split(',').map((url) => new URL(url));
  // The client does not look for a login in an address.
  const { username, password } = urls[0]!;
  const user = decodeURIComponent(username);
  const nats = await connect({
    servers: urls.map(({ host }) => host),
    ...(user && { user, pass: decodeURIComponent(password), inboxPrefix: inboxPrefixOf(user) }),
    name: 'laboratory',
    maxReconnectAttempts: -1,
  });
  try {
    return await work(await jetstreamManager(nats, { checkAPI: false }), nats);
  } finally {
    await nats.close();
  }
}

/** The names of a stream's durables, sorted, so that a choice from them is the same for the same seed. */
export async function durablesOf(jsm: JetStreamManager, stream: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of jsm.consumers.list(stream)) names.push(name);
  return names.sort();
}

/** The services make streams again by themselves. */
export async function untilStreamsExist(lab: Laboratory, streams = lab.broker.streams): Promise<void> {
  await until(`the services have made ${streams.join(', ')} again`, () =>
    withBroker(lab, async (jsm) => {
      for (const stream of streams) await jsm.streams.info(stream);
      return true;
    }),
  );
}
