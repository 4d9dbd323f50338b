// What waits in a stream of JetStream.
import { connect, JSONCodec } from 'nats';

/** @param {string} natsUrl @param {object | undefined} stream made anew if it is given @param {string} subject @param {object[]} jobs */
export async function fillStream(natsUrl, stream, subject, jobs) {
  const nats = await connect({ servers: natsUrl });
  if (stream) {
    const manager = await nats.jetstreamManager();
    await manager.streams.delete(stream.name).catch(() => undefined); // there is none in the first round
    await manager.streams.add(stream);
  }
  const { encode } = JSONCodec();
  const jetStream = nats.jetstream();
  await Promise.all(jobs.map((job) => jetStream.publish(subject, encode(job))));
  await nats.close();
}
