import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { alternate, rateOf, type Comparison } from '../comparison.ts';
import type { Bench } from '../figure.ts';
import type { Servers } from '../servers.ts';
import { CLIENTS, placeOrders, startOrder, untilReady, type OrderService } from './order-service.ts';

const PORTS = { order: 21_911, bare: 21_912 };
const WARM_UP = 200;

export const says = 'POST /orders, compared with a bare Fastify handler that inserts the same rows';

export async function measure({ servers, quick, rounds }: Bench): Promise<Comparison[]> {
  const orders = quick ? 600 : 3_000;
  const order = await startOrder(servers, {}, PORTS.order);
  const bare = await startBare(servers);
  try {
    for (const { url } of [order, bare]) await placeOrders(url, WARM_UP);
    // The CPU time that `rateOf` takes is that of the clients.
    const rate = async ({ url }: OrderService) => ({
      value: (await rateOf(orders, () => placeOrders(url, orders))).value,
    });
    return [
      {
        name: 'post-orders',
        unit: 'orders/s',
        subject: `POST /orders of two lines, ${CLIENTS} clients: checked, priced, stored with its event`,
        baseline: 'a bare Fastify handler that inserts an order, its lines and an outbox row with pg',
        aim: 0.5,
        rounds: await alternate(
          rounds,
          () => rate(order),
          () => rate(bare),
        ),
      },
    ];
  } finally {
    for (const service of [order, bare]) {
      service.process.kill('SIGTERM');
      await once(service.process, 'exit');
    }
  }
}

async function startBare({ databaseUrl }: Servers): Promise<OrderService> {
  const main = fileURLToPath(new URL('./post-orders/bare.process.ts', import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, PORT: String(PORTS.bare) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${PORTS.bare}`;
  await untilReady(url, child);
  return { url, process: child };
}
