import { once } from 'node:events';
import type { Servers } from '../../servers.ts';
import { cpuSeconds, placeOrders, startOrder, type OrderService } from '../order-service.ts';
import { environmentOf, MODE_NAMES, type Mode, type Rounds } from './mode.ts';

const ORDERS = 600;
const WARM_UP = 200;

/** Orders a second over HTTP: one `order` process with the `api` role for each mode, in alternation. */
export async function measureIntake(servers: Servers, endpoint: string, rounds: number): Promise<Rounds> {
  const services = new Map<Mode, OrderService>();
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
        measured[mode].push({ value: ORDERS / seconds, cpuMicros: (cpu / ORDERS) * 1e6 });
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
