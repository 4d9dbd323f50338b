// Its inbox: the nearest to Waybill's own, because the handler's transaction also records that the message was handled.
// Polled, as it advises for PostgreSQL without logical replication, with as many messages at once as there are handlers.
// No broker: what carries messages between databases is its user's.
import {
  DatabaseSetup,
  getDisabledLogger,
  initializeMessageStorage,
  initializePollingMessageListener,
} from 'pg-transactional-outbox';
import { runPeer } from './run-peer.mjs';

const SCHEMA = 'peer_inbox';
const NEXT = 'next_inbox_messages';
const TYPE = { aggregateType: 'bench', messageType: 'happened' };

const configOf = ({ databaseUrl, atOnce }) => ({
  outboxOrInbox: 'inbox',
  dbListenerConfig: { connectionString: databaseUrl, max: atOnce + 1 },
  settings: {
    dbSchema: SCHEMA,
    dbTable: 'inbox',
    nextMessagesFunctionSchema: SCHEMA,
    nextMessagesFunctionName: NEXT,
    nextMessagesBatchSize: atOnce,
    nextMessagesPollingIntervalInMs: 10,
  },
});

await runPeer({
  async prepare({ pool }) {
    const table = { outboxOrInbox: 'inbox', schema: SCHEMA, table: 'inbox', nextMessagesName: NEXT };
    await pool.query(`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE; CREATE SCHEMA ${SCHEMA}`);
    await pool.query(DatabaseSetup.dropAndCreateTable(table));
    await pool.query(DatabaseSetup.createPollingFunction({ ...table, nextMessagesSchema: SCHEMA }));
    await pool.query(DatabaseSetup.setupPollingIndexes(table));
  },
  async add(jobs, place) {
    const store = initializeMessageStorage(configOf(place), getDisabledLogger());
    const client = await place.pool.connect();
    await client.query('BEGIN');
    for (const payload of jobs) {
      const { id } = payload;
      await store({ id, ...TYPE, aggregateId: id, payload, metadata: undefined }, client);
    }
    await client.query('COMMIT');
    client.release();
  },
  start(handle, place) {
    const handler = { ...TYPE, handle: ({ payload }, client) => handle(payload, client) };
    const [stop] = initializePollingMessageListener(configOf(place), [handler], getDisabledLogger(), {
      // By default it begins with one message at a time.
      batchSizeStrategy: async () => place.atOnce,
    });
    return Promise.resolve(stop);
  },
});
