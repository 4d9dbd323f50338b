import { median, type Sample } from '../comparison.ts';
import { fillOutbox, happened } from '../events.ts';
import { handleEach } from '../figures/handlers.ts';
import { relay } from '../figures/relay.ts';
import type { Servers } from '../servers.ts';
import type { Curve, Point } from './curve.ts';

const ROUNDS = 3;

/** `quick`: a tenth of everything, in a minute. `long`: ten million waiting events and a million keys, which take hours. */
export type Extent = 'quick' | 'usual' | 'long';

/** One after another. */
export async function* measureCurves(servers: Servers, extent: Extent): AsyncGenerator<Curve> {
  const share = extent === 'quick' ? 0.1 : 1;
  const more = (...sizes: number[]) => (extent === 'long' ? sizes : []);
  const events = 10_000 * share;
  // So that the largest payloads are a hundred megabytes.
  const largeEvents = 1_000 * share;
  const backlogs = [1_000 * share, 10_000 * share, 100_000 * share, ...more(1_000_000, 10_000_000)];
  const keys = [10, 100, 1_000, ...(extent === 'quick' ? [] : [10_000]), ...more(100_000, 1_000_000)];
  yield {
    ...{ name: 'backlog', most: 0, along: 'waiting events', costs: 'relay, µs an event' },
    points: await pointsAt(backlogs, (waiting) => relayed(servers, waiting)),
  };
  yield {
    ...{ name: 'keys', most: 0, along: 'distinct keys', costs: 'relay, µs an event' },
    points: await pointsAt(keys, (distinct) =>
      relayed(servers, Math.max(events, distinct), (number) => ({
        ...happened(number),
        id: `key-${number % distinct}`,
      })),
    ),
  };
  yield {
    ...{ name: 'payload', most: 1, along: 'bytes of the body', costs: 'relay, µs an event' },
    points: await pointsAt([100, 1_000, 10_000, 100_000], (bytes) => {
      const filling = 'x'.repeat(bytes);
      return relayed(servers, largeEvents, (number) => ({ ...happened(number), filling }));
    }),
  };
  yield {
    ...{ name: 'partitions', most: 0, along: 'partitions in key order', costs: 'handled, µs an event' },
    points: await pointsAt([1, 2, 4, 8] as const, (partitions) =>
      handleEach(servers, largeEvents, { startFrom: 'now', ordering: 'key', partitions }),
    ),
  };
}

async function relayed(servers: Servers, events: number, event = happened): Promise<Sample> {
  await fillOutbox(servers, events, event);
  return relay(servers, events);
}

/** In turn, so that what slows the machine down for a while is not in one point alone. The first round is not counted. */
async function pointsAt<Of extends number>(
  sizes: readonly Of[],
  measure: (of: Of) => Promise<Sample>,
): Promise<Point[]> {
  const micros = new Map<Of, number[]>(sizes.map((of) => [of, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const of of sizes) {
      const { value } = await measure(of);
      if (round > 0) micros.get(of)!.push(1e6 / value);
    }
  }
  return sizes.map((of) => ({ of, micros: median(micros.get(of)!) }));
}
