import { consumer, on, onBatch, type ConsumerOptions } from '@waybill/messaging';
import type { EventMessage } from '@waybill/messaging';
import { BenchHappened } from '../bench-happened.ts';
import { alternate, rateOf, type Comparison, type Sample } from '../comparison.ts';
import { consumeRaw } from '../raw-consume.ts';
import { fillOutbox } from '../events.ts';
import type { Bench } from '../figure.ts';
import { startMessaging } from '../platform.ts';
import type { Servers } from '../servers.ts';
import { emptyTable } from '../tables.ts';

/** Handlers at once, and clients of the bare transactions. */
export const AT_ONCE = 16;
const MOST_IN_A_BATCH = 256;
const EFFECTS = 'event_id text PRIMARY KEY, number int NOT NULL';

export const says =
  'events through relay, broker and a handler that inserts a row, compared with bare inserts';

export async function measure({ servers, quick, rounds }: Bench): Promise<Comparison[]> {
  const events = quick ? 2_000 : 10_000;
  const inserts = () => bareTransactions(servers, events);
  const single = (name: string, ordering: Ordering, aim: number) =>
    alternate(rounds, () => handleEach(servers, events, ORDERINGS[ordering]), inserts).then(
      (measured): Comparison => ({
        name,
        unit: 'messages/s',
        subject: `${events.toLocaleString('en')} waiting events through relay, broker, inbox and a handler that inserts a row; ${ordering}`,
        baseline: `a bare transaction with the same two inserts, ${AT_ONCE} clients`,
        aim,
        rounds: measured,
      }),
    );
  return [
    await single('handlers-none', 'none', 0.8),
    await single('handlers-key', 'key', 0.7),
    await single('handlers-group', 'none, up to 32 in a commit', 0.8),
    {
      name: 'handlers-batch',
      unit: 'messages/s',
      subject: `the same events through a batch handler, up to ${MOST_IN_A_BATCH} rows in one insert`,
      baseline:
        'the same messages, published and then consumed and acknowledged by the client itself, without a database',
      aim: 0.4,
      rounds: await alternate(
        rounds,
        () => handleBatches(servers, events),
        () => consumeRaw(servers, events),
      ),
    },
  ];
}

class Insert {
  async handle(): Promise<void> {}
}

export const ORDERINGS = {
  none: { startFrom: 'now', ordering: 'none', concurrency: AT_ONCE },
  key: { startFrom: 'now', ordering: 'key' },
  'none, up to 32 in a commit': { startFrom: 'now', ordering: 'none', concurrency: 64, groupCommit: 32 },
} satisfies Record<string, ConsumerOptions>;
type Ordering = keyof typeof ORDERINGS;

/** From waiting rows to the last handler's commit. */
export function handleEach(servers: Servers, events: number, options: ConsumerOptions): Promise<Sample> {
  return handle(servers, events, consumer('bench-happened', options, [on(BenchHappened, Insert)]));
}

function handleBatches(servers: Servers, events: number): Promise<Sample> {
  const batches = onBatch(BenchHappened, Insert, { maxMessages: MOST_IN_A_BATCH });
  return handle(servers, events, consumer('bench-batches', { startFrom: 'now' }, [batches]));
}

async function handle(
  servers: Servers,
  events: number,
  subscription: ReturnType<typeof consumer>,
): Promise<Sample> {
  await emptyTable(servers.pool, 'bench_effect', EFFECTS);
  await fillOutbox(servers, events);
  let handled = 0;
  const { promise: all, resolve } = Promise.withResolvers<void>();
  const messaging = await startMessaging(servers, {
    roles: new Set(['relay', 'consumers']),
    subscriptions: [subscription],
    concurrency: AT_ONCE,
    invoke: async (_subscription, payload, { tx }) => {
      await tx.query(INSERT_EFFECTS, columnsOf([payload].flat()));
    },
    observers: [{ dispatched: () => void (++handled === events && resolve()) }],
  });
  const sample = await rateOf(events, async () => {
    messaging.startRelay();
    await messaging.startConsumers();
    await all;
  });
  await messaging.stop();
  return sample;
}

const INSERT_EFFECTS = 'INSERT INTO bench_effect SELECT * FROM unnest($1::text[], $2::int[])';

function columnsOf(events: readonly EventMessage[]): [string[], number[]] {
  return [events.map(({ id }) => id), events.map(({ data }) => (data as { number: number }).number)];
}

/** What a handler cannot do without: its effect and the record that it was there, in one transaction. */
export async function bareTransactions(
  servers: Servers,
  events: number,
  clients: number = AT_ONCE,
): Promise<Sample> {
  await emptyTable(servers.pool, 'bench_effect', EFFECTS);
  await emptyTable(
    servers.pool,
    'bench_inbox',
    'consumer text, message_id text, handled_at timestamptz, PRIMARY KEY (consumer, message_id)',
  );
  let next = 0;
  const client = async () => {
    while (next < events) {
      const number = next++;
      await servers.transaction(async (tx) => {
        await tx.query('INSERT INTO bench_inbox VALUES ($1, $2, now())', [
          'bench-happened',
          `event-${number}`,
        ]);
        await tx.query('INSERT INTO bench_effect VALUES ($1, $2)', [`event-${number}`, number]);
      });
    }
  };
  return rateOf(events, () => Promise.all(Array.from({ length: clients }, client)));
}
