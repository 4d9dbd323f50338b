// A queue of workflows of one step each. A step that had ended is not run again; one whose process dies in between is: its
// effect is in another transaction than the record of it.
import { DBOS } from '@dbos-inc/dbos-sdk';
import { runPeer } from '../run-peer.mjs';

const QUEUE = 'bench';
/** It warns that workflows are still ending when the last row is there, which is when the measurement ends. */
const quiet = { debug() {}, info() {}, warn() {}, error: console.error };

/** Set once the workers may start: until then jobs are only enqueued. */
let handle;
const workflow = DBOS.registerWorkflow((job) => DBOS.runStep(() => handle(job), { name: 'insert' }), {
  name: 'bench',
});

await runPeer({
  async prepare({ databaseUrl, pool }) {
    await pool.query('DROP SCHEMA IF EXISTS dbos CASCADE');
    DBOS.setConfig({ name: 'bench', systemDatabaseUrl: databaseUrl, runAdminServer: false, logger: quiet });
    await DBOS.launch();
  },
  async add(jobs) {
    await Promise.all(jobs.map((job) => DBOS.startWorkflow(workflow, { queueName: QUEUE })(job)));
  },
  async start(insert, { atOnce }) {
    handle = insert;
    await DBOS.registerQueue(QUEUE, { workerConcurrency: atOnce, minPollingIntervalMs: 10 });
    return () => DBOS.shutdown();
  },
});
