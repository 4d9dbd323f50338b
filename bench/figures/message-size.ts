import { OrderPlaced } from '@waybill/contracts';
import type { OutgoingMessage } from '@waybill/messaging/operations';
import { gzipSync } from 'node:zlib';
import { median, rateOf, type Comparison, type Sample } from '../comparison.ts';
import { fillOutbox, waitingMessages } from '../events.ts';
import type { Bench } from '../figure.ts';
import { bytesInStream, publishRaw } from '../raw-publish.ts';
import type { Servers } from '../servers.ts';

const EVENTS = 10_000;

export const says =
  'bytes of a message on the wire, in a stream, in outbox and inbox, and of a compressed body';

/** Sizes beside the bytes of the body: they do not vary, so one round is enough. */
export async function measure({ servers }: Bench): Promise<Comparison[]> {
  await fillOutbox(servers, EVENTS);
  const messages = await waitingMessages(servers.pool);
  const body = { value: median(messages.map((message) => Buffer.byteLength(message.body))) };
  const figure = (name: string, subject: string, aim: number, bytes: number): Comparison => ({
    ...{ name: `message-size:${name}`, unit: 'bytes', subject, baseline: 'its body', aim },
    rounds: [{ subject: { value: bytes }, baseline: body }],
  });
  let stored = 0;
  await publishRaw(servers.natsUrl, messages, async (manager) => {
    stored = await bytesInStream(manager);
  });
  return [
    figure('wire', 'a message with its headers, as it is published', 3, median(messages.map(publishedBytes))),
    figure('stream', 'a message in a stream of one replica', 3, stored / EVENTS),
    figure(
      'outbox',
      'a row of the outbox with its entries in the indexes',
      4,
      await rowBytes(servers, 'outbox'),
    ),
    figure('inbox', 'a row of the inbox with its entries in the indexes', 1, await inboxBytes(servers)),
    await compressed(),
  ];
}

/** By the protocol of NATS: the line of the command, the headers, the body. */
function publishedBytes({ id, subject, headers, body }: OutgoingMessage): number {
  const block = Object.entries({ 'Nats-Msg-Id': id, ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const [headerBytes, bodyBytes] = [`NATS/1.0\r\n${block}\r\n`.length, Buffer.byteLength(body)];
  return `HPUB ${subject} ${headerBytes} ${headerBytes + bodyBytes}\r\n\r\n`.length + headerBytes + bodyBytes;
}

async function rowBytes({ pool }: Servers, table: 'outbox' | 'inbox'): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    `SELECT pg_total_relation_size('${table}')::float8 / $1 AS bytes`,
    [EVENTS],
  );
  return rows[0]!.bytes;
}

async function inboxBytes(servers: Servers): Promise<number> {
  await servers.pool.query('TRUNCATE inbox');
  await servers.pool.query(
    `INSERT INTO inbox (consumer, message_id) SELECT 'bench-happened', message_id FROM outbox ORDER BY id`,
  );
  return rowBytes(servers, 'inbox');
}

/** What it would save to compress each body: of an order of the example, since filling compresses too well. */
async function compressed(): Promise<Comparison> {
  const body = JSON.stringify(OrderPlaced.example);
  const times = 10_000;
  const { cpuMicros } = await rateOf(times, async () => {
    for (let i = 0; i < times; i++) gzipSync(body);
  });
  const subject: Sample = { value: gzipSync(body).length, cpuMicros };
  return {
    ...{
      name: 'message-size:gzip',
      unit: 'bytes',
      subject: 'the example of order.placed, compressed by gzip',
    },
    ...{
      baseline: 'its body',
      aim: 0.8,
      rounds: [{ subject, baseline: { value: Buffer.byteLength(body) } }],
    },
  };
}
