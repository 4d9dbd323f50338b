// Jobs in Redis, which here keeps them as surely as Postgres does: each write is on the disk before it is confirmed. A job is
// completed after its handler, in another system: one whose process dies in between is handled again.
import { Queue, Worker } from 'bullmq';
import { startRedis } from './redis.mjs';
import { runPeer } from './run-peer.mjs';

const QUEUE = 'bench';
let redis;
let queue;

await runPeer({
  async prepare() {
    redis = await startRedis();
    queue = new Queue(QUEUE, { connection: redis.connection });
  },
  async add(jobs) {
    await queue.addBulk(jobs.map((data) => ({ name: 'happened', data, opts: { removeOnComplete: true } })));
  },
  async start(handle, { atOnce }) {
    const worker = new Worker(QUEUE, ({ data }) => handle(data), {
      connection: redis.connection,
      concurrency: atOnce,
    });
    await worker.waitUntilReady();
    return async () => {
      await worker.close();
      await queue.close();
      await redis.stop();
    };
  },
});
