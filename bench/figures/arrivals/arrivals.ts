import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Servers } from '../../servers.ts';

export interface Arrivals {
  readonly perSecond: number;
  readonly seconds: number;
  /** Arrivals at random, of this seed (Poisson); without it they are evenly spaced. */
  readonly seed?: number;
}

/** `outbox`: a transaction with one event, and the relay. `raw`: a publish. */
export type Way = 'outbox' | 'raw';

export type Order = Arrivals & Pick<Servers, 'databaseUrl' | 'natsUrl'> & { readonly way: Way };

/** Sends at a fixed rate from a process of its own. Returns when each was sent, in milliseconds, in order of arrival. */
export async function arrivalsElsewhere(
  way: Way,
  { databaseUrl, natsUrl }: Servers,
  arrivals: Arrivals,
): Promise<Map<string, number>> {
  const child = fork(new URL('./arrivals.process.ts', import.meta.url), { execArgv: [] });
  const order: Order = { way, databaseUrl, natsUrl, ...arrivals };
  child.send(order);
  const ended = once(child, 'exit').then(([status]) => {
    throw new Error(`the process of arrivals ended with status ${status}`);
  });
  const [sent] = (await Promise.race([once(child, 'message'), ended])) as [[string, number][]];
  ended.catch(() => undefined); // as it should
  return new Map(sent);
}
