// The load of `commit-to-handler`: sends at a fixed rate, and reports when each was sent.
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { BenchHappened } from '../../bench-happened.ts';
import { happened, type Happened } from '../../events.ts';
import { startMessaging } from '../../platform.ts';
import { inTransaction } from '../../servers.ts';
import type { Order } from './arrivals.ts';
import { now } from './clock.ts';
import { exponentialTimes } from './random.ts';
import { RAW_SUBJECT } from './subscribe-raw.ts';

interface Sender extends AsyncDisposable {
  /** Returns the event's id, once it is committed or has been published. */
  send(event: Happened): Promise<string>;
}

const [order] = (await once(process, 'message')) as [Order];
{
  await using sender = await (order.way === 'outbox' ? throughOutbox(order) : straight(order));
  const sent = await arrive(sender, order);
  await new Promise((resolve) => process.send!(sent, resolve));
}
process.disconnect();

/** Does not wait for those before. */
async function arrive(sender: Sender, { perSecond, seconds, seed }: Order): Promise<[string, number][]> {
  const gap = 1_000 / perSecond;
  const nextGap = seed === undefined ? () => gap : exponentialTimes(gap, seed);
  let due = performance.now();
  const sending: Promise<[string, number]>[] = [];
  for (let number = 0; number < perSecond * seconds; number++) {
    const early = due - performance.now();
    if (early > 0) await delay(early);
    sending.push(send(sender, number));
    due += nextGap();
  }
  return Promise.all(sending);
}

/** A raw publish is counted from its beginning, an event from its commit: each from when the message exists. */
async function send(sender: Sender, number: number): Promise<[string, number]> {
  const begun = now();
  const id = await sender.send(happened(number));
  return [id, order.way === 'raw' ? begun : now()];
}

async function throughOutbox({ databaseUrl, natsUrl }: Order): Promise<Sender> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 12 });
  const messaging = await startMessaging(
    { natsUrl, pool, transaction: (work) => inTransaction(pool, work) },
    { roles: new Set(['relay']) },
  );
  messaging.startRelay();
  return {
    send: (event) => messaging.transactions.run((tx) => messaging.outbox.publish(tx, BenchHappened, event)),
    async [Symbol.asyncDispose]() {
      await messaging.stop();
      await pool.end();
    },
  };
}

async function straight({ natsUrl }: Order): Promise<Sender> {
  const connection = await connect({ servers: natsUrl, noAsyncTraces: true });
  const client = jetstream(connection);
  return {
    send: async (event) => {
      await client.publish(RAW_SUBJECT, JSON.stringify(event), { msgID: event.id });
      return event.id;
    },
    [Symbol.asyncDispose]: () => connection.close(),
  };
}
