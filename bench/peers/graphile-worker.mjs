// Set as its page on performance advises: a local queue, completion in batches. A job is completed after its handler, in
// another transaction: one whose process dies in between is handled again after four hours.
import { Logger, makeWorkerUtils, run, runMigrations } from 'graphile-worker';
import { runPeer } from './run-peer.mjs';

const TASK = 'bench';
/** It logs every job, which no other peer does. */
const logger = new Logger(() => () => {});

await runPeer({
  async prepare({ pool }) {
    await runMigrations({ pgPool: pool, logger });
    await pool.query('DELETE FROM graphile_worker._private_jobs');
  },
  async add(jobs, { pool }) {
    const utils = await makeWorkerUtils({ pgPool: pool, logger });
    await utils.addJobs(jobs.map((payload) => ({ identifier: TASK, payload })));
    await utils.release();
  },
  async start(handle, { databaseUrl, atOnce }) {
    const runner = await run({
      taskList: { [TASK]: (job) => handle(job) },
      noHandleSignals: true,
      logger,
      preset: {
        worker: {
          connectionString: databaseUrl,
          concurrentJobs: atOnce,
          maxPoolSize: atOnce + 1,
          localQueue: { size: 500 },
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
    });
    return () => runner.stop();
  },
});
