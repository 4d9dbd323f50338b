// At least once: it acknowledges when the handler's promise has resolved. As many messages at once as there are, which it has
// no setting for; the connections of the pool are the limit.
import { getJetStreamTransportToken, JetstreamServerModule } from '@horizon-republic/nestjs-jetstream';
import { NestFactory } from '@nestjs/core';
import { connect } from 'nats';
import { appWith } from '../nest-handler.mjs';
import { fillStream } from '../nats-stream.mjs';
import { runPeer } from '../run-peer.mjs';

const NAME = 'peer_horizon';
const PATTERN = 'happened';

async function start(handle, natsUrl) {
  const module = JetstreamServerModule.forRoot({ name: NAME, servers: [natsUrl] });
  const app = await NestFactory.create(
    appWith(PATTERN, (job) => handle(job), [module]),
    { logger: ['error', 'warn'] },
  );
  app.connectMicroservice(app.get(getJetStreamTransportToken(NAME)), { inheritAppConfig: true });
  await app.startAllMicroservices();
  return app;
}

await runPeer({
  async prepare({ natsUrl }) {
    const nats = await connect({ servers: natsUrl });
    const manager = await nats.jetstreamManager();
    for await (const { config } of manager.streams.list()) {
      if (config.name.startsWith(NAME)) await manager.streams.delete(config.name);
    }
    await nats.close();
    // It makes its streams and consumers when it starts.
    await (await start(async () => {}, natsUrl)).close();
  },
  add: (jobs, { natsUrl }) => fillStream(natsUrl, undefined, `${NAME}__microservice.ev.${PATTERN}`, jobs),
  async start(handle, { natsUrl }) {
    const app = await start(handle, natsUrl);
    return () => app.close();
  },
});
