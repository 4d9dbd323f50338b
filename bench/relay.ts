import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, headers as newHeaders } from '@nats-io/transport-node';
import { Outbox } from '@waybill/messaging';
import { MessagingService, type OutgoingMessage } from '@waybill/messaging/operations';
import { connectJetStream } from '@waybill/messaging/jetstream';
import { v7 as uuidv7 } from 'uuid';
import { BenchHappened, benchLog, FILLING } from './bench-happened.ts';
import { median, printSetUp, withServers, type Servers } from './servers.ts';

const MESSAGES = 20_000;
const ROUNDS = 5;
const WINDOW = 512;

export const says = 'rate of the relay, compared with raw pipelined publishes of the same messages';

/**
 * Raw pipelined JetStream publish by the official client, and the relay end to end (claim, publish, mark), for the same
 * messages, alternating in one run: only the ratio can be compared between machines.
 */
export async function run(): Promise<void> {
  await withServers(async (servers) => {
    await printSetUp(
      servers,
      `${MESSAGES.toLocaleString()} messages of about 400 bytes and 8 headers, distinct keys`,
    );
    const raw: number[] = [];
    const relayed: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const messages = await append(servers);
      raw.push(await publishRaw(servers, messages));
      relayed.push(await publishThroughRelay(servers));
      console.log(`round ${round}: raw ${perSecond(raw.at(-1)!)}, relay ${perSecond(relayed.at(-1)!)}`);
    }
    console.log(`\nraw publish, window ${WINDOW}: ${perSecond(median(raw))} (median of ${ROUNDS})`);
    console.log(`relay, end to end:        ${perSecond(median(relayed))}`);
    console.log(`ratio:                    ${(median(relayed) / median(raw)).toFixed(2)}`);
  });
}

function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString()} messages/s`;
}

/** Fills the outbox; returns the same messages for the raw run. */
async function append({ pool, transaction }: Servers): Promise<OutgoingMessage[]> {
  const outbox = new Outbox('bench', [BenchHappened]);
  await pool.query('TRUNCATE outbox');
  for (let first = 0; first < MESSAGES; first += 1_000) {
    const data = Array.from({ length: 1_000 }, (_, i) => ({
      id: uuidv7(),
      number: first + i,
      filling: FILLING,
    }));
    await transaction((tx) => outbox.publishAll(tx, BenchHappened, data));
  }
  await pool.query('VACUUM ANALYZE outbox');
  const { rows } = await pool.query<{
    message_id: string;
    subject: string;
    headers: Record<string, string>;
    payload: string;
  }>('SELECT message_id, subject, headers, payload::text AS payload FROM outbox ORDER BY id');
  return rows.map(({ message_id: id, subject, headers, payload }) => ({
    id,
    subject,
    headers,
    body: payload,
  }));
}

async function publishRaw({ natsUrl }: Servers, messages: readonly OutgoingMessage[]): Promise<number> {
  const connection = await connect({ servers: natsUrl, noAsyncTraces: true });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: 'RAW', subjects: ['raw.>'] });
  const client = jetstream(connection);
  const bodies = messages.map(({ body }) => body);
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: WINDOW }, async () => {
      for (let i = next++; i < messages.length; i = next++) {
        const { id, subject, headers } = messages[i]!;
        const carried = newHeaders();
        for (const [name, value] of Object.entries(headers)) carried.set(name, value);
        await client.publish(`raw.${subject}`, bodies[i]!, { msgID: id, headers: carried });
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await manager.streams.delete('RAW');
  await connection.close();
  return messages.length / seconds;
}

async function publishThroughRelay(servers: Servers): Promise<number> {
  const { pool, natsUrl } = servers;
  const transport = await connectJetStream({ servers: [natsUrl], name: 'bench', log: benchLog });
  const messaging = service(transport, servers);
  await messaging.reconcile();
  const started = performance.now();
  messaging.startRelay();
  const pending = 'SELECT EXISTS (SELECT FROM outbox WHERE published_at IS NULL) AS more';
  while ((await pool.query<{ more: boolean }>(pending)).rows[0]?.more) {
    // Rarely enough not to slow the relay down.
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const seconds = (performance.now() - started) / 1000;
  await messaging.stop();
  return MESSAGES / seconds;
}

function service(
  transport: Awaited<ReturnType<typeof connectJetStream>>,
  { pool, transaction }: Pick<Servers, 'pool' | 'transaction'>,
) {
  return new MessagingService({
    service: 'bench',
    roles: new Set(['relay']),
    transport,
    pool,
    transaction,
    subscriptions: [],
    publishes: [BenchHappened],
    invoke: async () => {},
    log: benchLog,
  });
}
