import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Servers } from '../servers.ts';
import { environmentOf, MODE_NAMES, type Mode, type Rounds } from './mode.ts';

const ORDERS = 600;
const WARM_UP = 200;
const CLIENTS = 8;

interface Service {
  readonly url: string;
  readonly process: ChildProcess;
}

/** Orders a second over HTTP: one `order` process with the `api` role for each mode, in alternation. */
export async function measureIntake(servers: Servers, endpoint: string, rounds: number): Promise<Rounds> {
  const services = new Map<Mode, Service>();
  try {
    for (const [i, mode] of MODE_NAMES.entries()) {
      services.set(mode, await startOrder(servers, environmentOf(mode, endpoint), 21_901 + i));
    }
    for (const { url } of services.values()) await placeOrders(url, WARM_UP);
    const measured: Rounds = { off: [], '10 %': [], '100 %': [] };
    for (let round = 0; round < rounds; round++) {
      // Each mode is first, second and third equally often.
      for (const mode of rotate(MODE_NAMES, round)) {
        const { url } = services.get(mode)!;
        const cpuBefore = await cpuSeconds(url);
        const started = performance.now();
        await placeOrders(url, ORDERS);
        const seconds = (performance.now() - started) / 1000;
        const cpu = (await cpuSeconds(url)) - cpuBefore;
        measured[mode].push({ perSecond: ORDERS / seconds, cpuMicros: (cpu / ORDERS) * 1e6 });
      }
    }
    return measured;
  } finally {
    for (const service of services.values()) {
      service.process.kill('SIGTERM');
      await once(service.process, 'exit');
    }
  }
}

export function rotate<T>(items: readonly T[], by: number): T[] {
  const first = by % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}

async function startOrder(
  { databaseUrl, natsUrl }: Servers,
  environment: Record<string, string>,
  port: number,
): Promise<Service> {
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
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the order service ended with status ${child.exitCode}`);
    const ready = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (ready?.ok) return { url, process: child };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function placeOrders(url: string, count: number): Promise<void> {
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

async function cpuSeconds(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith('process_cpu_time'));
  if (!line) throw new Error('the service does not report its CPU time');
  return Number(line.split(' ').at(-1));
}
