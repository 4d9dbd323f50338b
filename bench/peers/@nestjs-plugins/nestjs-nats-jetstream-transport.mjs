// At least once: the handler acknowledges after its insert. One message at a time, which it has no setting for.
import { NatsJetStreamServer } from '@nestjs-plugins/nestjs-nats-jetstream-transport';
import { NestFactory } from '@nestjs/core';
import { appWith } from '../nest-handler.mjs';
import { fillStream } from '../nats-stream.mjs';
import { runPeer } from '../run-peer.mjs';

const STREAM = { name: 'PEER_PLUGINS', subjects: ['peer.plugins.*'] };
const SUBJECT = 'peer.plugins.happened';

await runPeer({
  prepare: ({ natsUrl }) => fillStream(natsUrl, STREAM, SUBJECT, []),
  add: (jobs, { natsUrl }) => fillStream(natsUrl, undefined, SUBJECT, jobs),
  async start(handle, { natsUrl }) {
    const insertAndAck = async (job, context) => {
      await handle(job);
      context.message.ack();
    };
    const strategy = new NatsJetStreamServer({
      connectionOptions: { servers: natsUrl, name: 'bench' },
      consumerOptions: {
        ...{ deliverGroup: 'bench', durable: 'bench', deliverTo: 'bench' },
        ...{ manualAck: true, deliverPolicy: 'All', maxAckPending: 1_000 },
      },
      streamConfig: STREAM,
    });
    const app = await NestFactory.createMicroservice(appWith(SUBJECT, insertAndAck), {
      strategy,
      logger: ['error', 'warn'],
    });
    await app.listen();
    return () => app.close();
  },
});
