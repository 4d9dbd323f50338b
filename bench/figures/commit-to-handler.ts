import { consumer, on } from '@waybill/messaging';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchHappened } from '../bench-happened.ts';
import { quantile, type Comparison, type Round } from '../comparison.ts';
import type { Bench } from '../figure.ts';
import { startMessaging } from '../platform.ts';
import type { Servers } from '../servers.ts';
import { arrivalsElsewhere, type Arrivals } from './arrivals/arrivals.ts';
import { now } from './arrivals/clock.ts';
import { subscribeRaw } from './arrivals/subscribe-raw.ts';

/** The first seconds are for the compiler and the caches. */
const WARM_UP_SECONDS = 2;
const QUANTILES = [
  { suffix: '', q: 0.5, says: 'p50', aim: 2 },
  { suffix: ':p99', q: 0.99, says: 'p99', aim: 3 },
];

export const says = 'commit to handler start at fixed arrival rates, compared with raw publish to handler';

/**
 * Arrivals come from a process of their own at a fixed rate, whether or not the ones before are through: no coordinated
 * omission. There each is committed, or published raw; here the handlers start.
 */
export async function measure({ servers, quick, rounds }: Bench): Promise<Comparison[]> {
  const seconds = WARM_UP_SECONDS + (quick ? 4 : 15);
  const comparisons: Comparison[] = [];
  for (const perSecond of quick ? [100] : [100, 1_000]) {
    const arrivals = { perSecond, seconds };
    const times: { subject: number[]; baseline: number[] }[] = [];
    for (let round = 0; round < (quick ? 1 : rounds); round++) {
      const subject = await throughOutbox(servers, arrivals);
      times.push({ subject, baseline: await straight(servers, arrivals) });
    }
    for (const { suffix, q, says: quantileName, aim } of QUANTILES) {
      const rate = perSecond === 100 ? '' : `:${perSecond}/s`;
      comparisons.push({
        name: `commit-to-handler${rate}${suffix}`,
        unit: 'ms',
        subject: `from a transaction's commit to the start of the handler, ${perSecond} a second, ${quantileName}`,
        baseline: 'from a raw publish to the callback of a raw consumer, at the same rate',
        aim,
        rounds: times.map((round): Round => ({
          subject: { value: quantile(round.subject, q) },
          baseline: { value: quantile(round.baseline, q) },
        })),
      });
    }
  }
  return comparisons;
}

class Start {
  async handle(): Promise<void> {}
}

async function throughOutbox(servers: Servers, arrivals: Arrivals): Promise<number[]> {
  const started = new Map<string, number>();
  const messaging = await startMessaging(servers, {
    roles: new Set(['consumers']),
    subscriptions: [consumer('bench-latency', { startFrom: 'now' }, [on(BenchHappened, Start)])],
    concurrency: 16,
    invoke: async (_subscription, payload) => {
      if (!Array.isArray(payload)) started.set(payload.id, now());
    },
  });
  await messaging.startConsumers();
  const times = await between(await arrivalsElsewhere('outbox', servers, arrivals), started, arrivals);
  await messaging.stop();
  return times;
}

async function straight(servers: Servers, arrivals: Arrivals): Promise<number[]> {
  const started = new Map<string, number>();
  await using _consuming = await subscribeRaw(servers.natsUrl, (id) => started.set(id, now()));
  return between(await arrivalsElsewhere('raw', servers, arrivals), started, arrivals);
}

/** Waits for the last handler. The rest of the milliseconds are those from sent to started, in order of arrival. */
async function between(
  sent: ReadonlyMap<string, number>,
  started: ReadonlyMap<string, number>,
  { perSecond }: Arrivals,
): Promise<number[]> {
  while ([...sent.keys()].some((id) => !started.has(id))) await delay(10);
  // The reply to a commit may be seen after the handler has started: that is 0, not less.
  const times = [...sent].map(([id, at]) => Math.max(0, started.get(id)! - at));
  return times.slice(WARM_UP_SECONDS * perSecond);
}
