import { spawn, type ChildProcess } from 'node:child_process';
import type { Servers } from '../servers.ts';

export const CLIENTS = 8;

export interface OrderService {
  readonly url: string;
  readonly process: ChildProcess;
}

/** The `order` service with the role `api`, ready. */
export async function startOrder(
  { databaseUrl, natsUrl }: Servers,
  environment: Record<string, string>,
  port: number,
): Promise<OrderService> {
  const child = spawn(process.execPath, ['apps/order/dist/main.js'], {
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: databaseUrl,
      NATS_URL: natsUrl,
      PORT: String(port),
      ROLES: 'api',
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, child);
  return { url, process: child };
}

export async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the service at ${url} ended with status ${child.exitCode}`);
    const ready = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (ready?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** From a few clients at once, each with one request after another. */
export async function placeOrders(url: string, count: number): Promise<void> {
  const body = JSON.stringify({
    customerId: 'bench',
    lines: [
      { productId: 'lip-balm-mint', quantity: 3 },
      { productId: 'gift-bag-kraft', quantity: 2 },
    ],
  });
  let next = 0;
  const client = async () => {
    while (next++ < count) {
      const response = await fetch(`${url}/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      if (response.status !== 202) throw new Error(`POST /orders responded with ${response.status}`);
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

export async function cpuSeconds(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith('process_cpu_time'));
  if (!line) throw new Error('the service does not report its CPU time');
  return Number(line.split(' ').at(-1));
}
