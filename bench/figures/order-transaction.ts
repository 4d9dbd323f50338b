import { Outbox } from '@waybill/messaging';
import type pg from 'pg';
import { alternate, rateOf, type Comparison, type Sample } from '../comparison.ts';
import { BenchHappened } from '../bench-happened.ts';
import { happened, type Happened } from '../events.ts';
import type { Bench } from '../figure.ts';
import { emptyTable } from '../tables.ts';

const CLIENTS = 8;
const TABLES = {
  bench_order:
    'id uuid PRIMARY KEY, customer text NOT NULL, total numeric NOT NULL, placed_at timestamptz NOT NULL',
  bench_order_line:
    'order_id uuid, line int, product text NOT NULL, quantity int NOT NULL, PRIMARY KEY (order_id, line)',
};
const LINES = `
INSERT INTO bench_order_line SELECT $1, line, 'product-' || line, line FROM generate_series(1, 3) AS line`;

export const says = 'a transaction that inserts an order, with an event in the outbox and without';

export async function measure({ servers, quick, rounds }: Bench): Promise<Comparison[]> {
  const orders = quick ? 2_000 : 10_000;
  const outbox = new Outbox('bench', [BenchHappened]);
  const run = async (publish?: (tx: pg.PoolClient, order: Happened) => Promise<unknown>): Promise<Sample> => {
    for (const [table, columns] of Object.entries(TABLES)) await emptyTable(servers.pool, table, columns);
    await servers.pool.query('TRUNCATE outbox');
    let next = 0;
    const client = async () => {
      while (next < orders) {
        const order = happened(next++);
        await servers.transaction(async (tx) => {
          await tx.query('INSERT INTO bench_order VALUES ($1, $2, $3, now())', [order.id, 'ada', '9.95']);
          await tx.query(LINES, [order.id]);
          await publish?.(tx, order);
        });
      }
    };
    return rateOf(orders, () => Promise.all(Array.from({ length: CLIENTS }, client)));
  };
  return [
    {
      name: 'order-transaction',
      unit: 'transactions/s',
      subject: `an order with three lines and one event, ${CLIENTS} clients`,
      baseline: 'the same without the event',
      aim: 0.9,
      rounds: await alternate(
        rounds,
        () => run((tx, order) => outbox.publish(tx, BenchHappened, order)),
        () => run(),
      ),
    },
  ];
}
