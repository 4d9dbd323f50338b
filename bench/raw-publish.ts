import { jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, headers as newHeaders } from '@nats-io/transport-node';
import type { OutgoingMessage } from '@waybill/messaging/operations';
import { rateOf, type Sample } from './comparison.ts';

const STREAM = 'RAW';

/** Messages under way at once. */
export const RAW_WINDOW = 512;

/** The official client, pipelined, with the same subjects, headers, ids and bodies: what nothing on top of it can exceed. */
export async function publishRaw(
  natsUrl: string,
  messages: readonly OutgoingMessage[],
  /** Called when all are stored, before they are deleted. */
  stored: (manager: JetStreamManager) => Promise<void> = async () => {},
): Promise<Sample> {
  const connection = await connect({ servers: natsUrl, noAsyncTraces: true });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: STREAM, subjects: ['raw.>'] });
  const client = jetstream(connection);
  let next = 0;
  const send = async () => {
    for (let message = messages[next++]; message; message = messages[next++]) {
      const carried = newHeaders();
      for (const [name, value] of Object.entries(message.headers)) carried.set(name, value);
      await client.publish(`raw.${message.subject}`, message.body, { msgID: message.id, headers: carried });
    }
  };
  const sample = await rateOf(messages.length, () => Promise.all(Array.from({ length: RAW_WINDOW }, send)));
  await stored(manager);
  await manager.streams.delete(STREAM);
  await connection.close();
  return sample;
}

export async function bytesInStream(manager: JetStreamManager): Promise<number> {
  return (await manager.streams.info(STREAM)).state.bytes;
}
