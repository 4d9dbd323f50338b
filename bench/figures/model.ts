import { queueAt, type Station } from '@waybill/cli/capacity';
import { consumer, on, type ConsumerOptions } from '@waybill/messaging';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchHappened } from '../bench-happened.ts';
import { rateOf, type Comparison } from '../comparison.ts';
import { fillOutbox } from '../events.ts';
import type { Bench } from '../figure.ts';
import { startMessaging } from '../platform.ts';
import type { Servers } from '../servers.ts';
import { arrivalsElsewhere } from './arrivals/arrivals.ts';
import { now } from './arrivals/clock.ts';
import { exponentialTimes } from './arrivals/random.ts';

/** Long beside what the platform adds, so that it is the handlers that queue and not the machine. */
const HANDLER_MS = 100;
const HANDLERS = 8;
const UTILISATIONS = [0.5, 0.7, 0.8];
/** At which nothing waits worth the name. */
const IDLE_PER_SECOND = 10;
const WARM_UP_SECONDS = 3;
const SEED = 42;

const WAYS = {
  none: { startFrom: 'now', ordering: 'none', concurrency: HANDLERS },
  key: { startFrom: 'now', ordering: 'key', partitions: HANDLERS },
} satisfies Record<string, ConsumerOptions>;
type Way = keyof typeof WAYS;

export const byNameOnly = true;
export const says =
  'the wait for a handler at several utilisations, compared with what waybill capacity says';

/**
 * Relay, broker and consumer as they are; random arrivals from a process of their own, and handlers that take exponential
 * times. The model gets two figures of this run: how many are handled a second where many wait, right before, and the time
 * from commit to handler where none does. The rest it has to say by itself.
 */
export async function measure({ servers, quick }: Bench): Promise<Comparison[]> {
  const seconds = quick ? 8 : 30;
  const waiting = quick ? 200 : 1_000;
  const comparisons: Comparison[] = [];
  for (const way of ['none', 'key'] as const) {
    const idle = await meanTime(servers, way, IDLE_PER_SECOND, seconds);
    for (const utilisation of UTILISATIONS) {
      const capacity = await handledPerSecond(servers, way, waiting);
      const arrivals = utilisation * capacity;
      const measured = await meanTime(servers, way, arrivals, seconds);
      const modelled = idle + queueAt(arrivals, stationOf(way, capacity)).wait * 1_000;
      comparisons.push({
        ...{ name: `model:${way}:${utilisation}`, unit: 'ms', aim: 1.3 },
        subject: `mean from commit to handler at a utilisation of ${utilisation}, ${HANDLERS} handlers at once, ordering ${way}`,
        baseline: 'the same by the model of waybill capacity',
        rounds: [{ subject: { value: measured }, baseline: { value: modelled } }],
      });
    }
  }
  return comparisons;
}

/** In key order each partition has a queue and a handler of its own; without, one queue is for all handlers. */
function stationOf(way: Way, capacity: number): Station {
  const [queues, servers] = way === 'key' ? [HANDLERS, 1] : [1, HANDLERS];
  return { queues, servers, serviceTime: HANDLERS / capacity, variability: 1 };
}

class Wait {
  async handle(): Promise<void> {}
}

async function start(servers: Servers, way: Way, roles: 'all' | 'consumers', started: (id: string) => void) {
  const times = exponentialTimes(HANDLER_MS, SEED);
  return startMessaging(servers, {
    roles: new Set(roles === 'all' ? ['relay', 'consumers'] : ['consumers']),
    subscriptions: [consumer(`bench-model-${way}`, WAYS[way], [on(BenchHappened, Wait)])],
    concurrency: HANDLERS,
    invoke: async (_subscription, payload) => {
      if (!Array.isArray(payload)) started(payload.id);
      await delay(times());
    },
  });
}

/** Over the first half of what waits: towards the end partitions run out, one before another. */
async function handledPerSecond(servers: Servers, way: Way, events: number): Promise<number> {
  await fillOutbox(servers, events);
  const [half, all] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let begun = 0;
  const messaging = await start(servers, way, 'all', () => {
    begun += 1;
    if (begun === events / 2) half.resolve();
    if (begun === events) all.resolve();
  });
  const { value } = await rateOf(events / 2, async () => {
    messaging.startRelay();
    await messaging.startConsumers();
    await half.promise;
  });
  await all.promise;
  await messaging.stop();
  return value;
}

/** Milliseconds from the commit of an event to the start of its handler. */
async function meanTime(servers: Servers, way: Way, perSecond: number, seconds: number): Promise<number> {
  const started = new Map<string, number>();
  const messaging = await start(servers, way, 'consumers', (id) => started.set(id, now()));
  await messaging.startConsumers();
  const arrivals = { perSecond, seconds: seconds + WARM_UP_SECONDS, seed: SEED };
  const sent = await arrivalsElsewhere('outbox', servers, arrivals);
  while ([...sent.keys()].some((id) => !started.has(id))) await delay(10);
  await messaging.stop();
  const times = [...sent].map(([id, at]) => Math.max(0, started.get(id)! - at));
  const counted = times.slice(Math.round(WARM_UP_SECONDS * perSecond));
  return counted.reduce((sum, time) => sum + time, 0) / counted.length;
}
