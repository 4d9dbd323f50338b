import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { rateOf, type Sample } from './comparison.ts';
import { happened } from './events.ts';
import type { Servers } from './servers.ts';

const STREAM = 'RAW';
const SUBJECT = 'raw.happened';
const MOST_UNDER_WAY = 512;

/** Publishes as many messages by the client, pipelined, and consumes and acknowledges them: no inbox, no order, no retry. */
export async function consumeRaw({ natsUrl }: Pick<Servers, 'natsUrl'>, messages: number): Promise<Sample> {
  const connection = await connect({ servers: natsUrl, noAsyncTraces: true });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: STREAM, subjects: [SUBJECT] });
  await manager.consumers.add(STREAM, { durable_name: 'raw', ack_policy: AckPolicy.Explicit });
  const client = jetstream(connection);
  const consumer = await client.consumers.get(STREAM, 'raw');
  const bodies = Array.from({ length: messages }, (_, number) => JSON.stringify(happened(number)));
  let next = 0;
  const send = async () => {
    for (let body = bodies[next++]; body; body = bodies[next++]) await client.publish(SUBJECT, body);
  };
  const sample = await rateOf(messages, async () => {
    const sent = Promise.all(Array.from({ length: MOST_UNDER_WAY }, send));
    let seen = 0;
    for await (const message of await consumer.consume({ max_messages: MOST_UNDER_WAY })) {
      message.json();
      message.ack();
      if (++seen === messages) break;
    }
    await sent;
  });
  await manager.streams.delete(STREAM);
  await connection.close();
  return sample;
}
