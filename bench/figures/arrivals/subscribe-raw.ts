import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

export const RAW_SUBJECT = 'raw.happened';
const STREAM = 'RAW_LATENCY';

/** The client's own consumer on a new stream, until it is disposed of; `started` gets the id of each message. */
export async function subscribeRaw(natsUrl: string, started: (id: string) => void): Promise<AsyncDisposable> {
  const connection = await connect({ servers: natsUrl, noAsyncTraces: true });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: STREAM, subjects: [RAW_SUBJECT] });
  await manager.consumers.add(STREAM, { durable_name: 'raw', ack_policy: AckPolicy.Explicit });
  const consumer = await jetstream(connection).consumers.get(STREAM, 'raw');
  const messages = await consumer.consume({
    callback: (message) => {
      started(message.headers?.get('Nats-Msg-Id') ?? '');
      message.ack();
    },
  });
  return {
    async [Symbol.asyncDispose]() {
      await messages.close();
      await manager.streams.delete(STREAM);
      await connection.close();
    },
  };
}
