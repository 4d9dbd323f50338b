// Nest's own transport: NATS without JetStream, at most once. Nobody waits for it, so that jobs cannot wait: they are
// published when the handlers have started, which is part of what is measured.
import { NestFactory } from '@nestjs/core';
import { Transport } from '@nestjs/microservices';
import { connect, JSONCodec } from 'nats';
import { appWith } from '../nest-handler.mjs';
import { runPeer } from '../run-peer.mjs';

const PATTERN = 'peer.nest.happened';
const waiting = [];

await runPeer({
  async prepare() {},
  async add(jobs) {
    waiting.push(...jobs);
  },
  async start(handle, { natsUrl }) {
    const app = await NestFactory.createMicroservice(
      appWith(PATTERN, (job) => handle(job)),
      {
        transport: Transport.NATS,
        options: { servers: [natsUrl] },
        logger: ['error', 'warn'],
      },
    );
    await app.listen();
    const nats = await connect({ servers: natsUrl });
    const { encode } = JSONCodec();
    // As its own client writes an event.
    for (const data of waiting) nats.publish(PATTERN, encode({ pattern: PATTERN, data }));
    await nats.flush();
    return async () => {
      await nats.close();
      await app.close();
    };
  },
});
