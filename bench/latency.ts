import { consumer, on } from '@waybill/messaging';
import { MessagingService, type OutgoingMessage, type StreamTransport } from '@waybill/messaging/operations';
import { connectJetStream } from '@waybill/messaging/jetstream';
import { v7 as uuidv7 } from 'uuid';
import { BenchHappened, benchLog, FILLING } from './bench-happened.ts';
import { printSetUp, quantile, withServers } from './servers.ts';

const PER_SECOND = 100;
const SECONDS = 20;
/** The first seconds are for the compiler and the caches. */
const WARM_UP_SECONDS = 3;

class HandleHappened {
  async handle(): Promise<void> {}
}

export const says = 'commit to PubAck and commit to handler start at 100 orders/s';

/**
 * Appends at a constant arrival rate, whether or not the ones before are through (no coordinated
 * omission), and times from the commit: to the broker's acknowledgement, and to the start of the handler.
 */
export async function run(): Promise<void> {
  await withServers(async (servers) => {
    const { pool, natsUrl, transaction } = servers;
    await printSetUp(
      servers,
      `${PER_SECOND} transactions/s for ${SECONDS} s, one event of about 400 bytes each, poke after commit`,
    );
    const committed = new Map<string, number>();
    const acknowledged = new Map<string, number>();
    const started = new Map<string, number>();
    const transport = await connectJetStream({ servers: [natsUrl], name: 'bench', log: benchLog });
    const messaging = new MessagingService({
      service: 'bench',
      roles: new Set(['relay', 'consumers']),
      transport: timed(transport, acknowledged),
      pool,
      transaction,
      subscriptions: [consumer('bench-happened', { startFrom: 'now' }, [on(BenchHappened, HandleHappened)])],
      publishes: [BenchHappened],
      invoke: async (_subscription, event) => {
        if (!Array.isArray(event)) started.set(event.id, performance.now());
      },
      log: benchLog,
    });
    await messaging.reconcile();
    messaging.startRelay();
    await messaging.startConsumers();
    const ids = await arrive(async (number) => {
      const id = await messaging.transactions.run((tx) =>
        messaging.outbox.publish(tx, BenchHappened, { id: uuidv7(), number, filling: FILLING }),
      );
      committed.set(id, performance.now());
      return id;
    });
    while (started.size < ids.length) await new Promise((resolve) => setTimeout(resolve, 10));
    await messaging.stop();
    const counted = ids.slice(WARM_UP_SECONDS * PER_SECOND);
    print('commit to PubAck', counted, committed, acknowledged);
    print('commit to handler start', counted, committed, started);
  });
}

/** Calls `act` at a fixed rate; gives the results in order of arrival. */
async function arrive(act: (number: number) => Promise<string>): Promise<string[]> {
  const begin = performance.now();
  const running: Promise<string>[] = [];
  for (let number = 0; number < PER_SECOND * SECONDS; number++) {
    const due = begin + (number * 1000) / PER_SECOND;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    running.push(act(number));
  }
  return Promise.all(running);
}

/** The transport itself, with a clock at its publishes. */
function timed(transport: StreamTransport, acknowledged: Map<string, number>): StreamTransport {
  const publish = transport.publish.bind(transport);
  return Object.assign(transport, {
    publish: async (message: OutgoingMessage) => {
      const published = await publish(message);
      acknowledged.set(message.id, performance.now());
      return published;
    },
  });
}

function print(
  what: string,
  ids: readonly string[],
  from: Map<string, number>,
  to: Map<string, number>,
): void {
  // An acknowledgement may be seen before the commit's own reply is: that is 0, not less.
  const ms = ids.map((id) => Math.max(0, to.get(id)! - from.get(id)!));
  const [p50, p99, max] = [0.5, 0.99, 1].map((q) => quantile(ms, q).toFixed(2));
  console.log(`${what.padEnd(24)} p50 ${p50} ms, p99 ${p99} ms, max ${max} ms (${ids.length} events)`);
}
