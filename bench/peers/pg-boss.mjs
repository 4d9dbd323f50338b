// Completes a job after its handler: a job whose process dies in between is handled again, and no inbox knows it.
import { PgBoss } from 'pg-boss';
import { runPeer } from './run-peer.mjs';

const QUEUE = 'bench';
/** The shortest interval that it allows; it fetches at once while batches are full. */
const POLLING_SECONDS = 0.5;
const BATCH = 500;

/** @type {PgBoss} */
let boss;

await runPeer({
  async prepare({ databaseUrl }) {
    boss = new PgBoss({ connectionString: databaseUrl, supervise: false, schedule: false });
    boss.on('error', (error) => console.error(error));
    await boss.start();
    await boss.createQueue(QUEUE);
    await boss.deleteAllJobs(QUEUE);
  },
  async add(jobs) {
    await boss.insert(
      QUEUE,
      jobs.map((data) => ({ data })),
    );
  },
  async start(handle, { atOnce }) {
    await boss.work(QUEUE, { batchSize: BATCH, pollingIntervalSeconds: POLLING_SECONDS }, async (jobs) => {
      let next = 0;
      const worker = async () => {
        for (let job = jobs[next++]; job; job = jobs[next++]) await handle(job.data);
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
    });
    return () => boss.stop();
  },
});
