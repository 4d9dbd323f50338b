import type { Coefficients } from './coefficients.js';
import type { Counts, Handling, Scenario } from './scenario.js';
import { mostOrders, stagesOf } from './stages.js';

/** A change by itself, and what it is worth. */
export interface Lever {
  readonly change: string;
  /** Orders a second that are sustained with it. */
  readonly sustained: number;
  /** Of what is sustained without it. */
  readonly factor: number;
  /** `measured`: the rate with it is a figure of the benchmark. `derived`: the model's, from such figures. */
  readonly basis: 'measured' | 'derived';
}

/** Less than this is within the spread of any figure. */
const NOTICEABLE = 1.02;

/** Those that help, the best first. */
export function levers(scenario: Scenario, counts: Counts, measured: Coefficients): Lever[] {
  const without = sustained(scenario, counts, measured);
  return candidates(scenario, counts, measured)
    .map(({ change, basis, with: changed, counts: then = counts }) => {
      const orders = sustained({ ...scenario, ...changed }, then, measured);
      return { change, sustained: orders, factor: orders / without, basis };
    })
    .filter(({ factor }) => factor >= NOTICEABLE)
    .sort((a, b) => b.factor - a.factor);
}

function sustained(scenario: Scenario, counts: Counts, measured: Coefficients): number {
  return Math.min(...stagesOf(scenario, counts, measured).map(mostOrders));
}

interface Candidate {
  readonly change: string;
  readonly basis: Lever['basis'];
  readonly with?: Partial<Scenario>;
  readonly counts?: Counts;
}

function candidates(scenario: Scenario, counts: Counts, measured: Coefficients): Candidate[] {
  const { handling, partitions, messageBytes, linkMbit, handlerMs, handledPerSecond } = scenario;
  const isAsMeasured = handlerMs === 0 && handledPerSecond === undefined;
  const twice = (change: string, of: keyof Counts): Candidate => ({
    ...{ change: `${change}: ${counts[of]} → ${counts[of] * 2}`, basis: 'derived' },
    counts: { ...counts, [of]: counts[of] * 2 },
  });
  const handled = (change: string, to: Handling): Candidate => ({
    ...{ change, basis: isAsMeasured ? 'measured' : 'derived' },
    with: { handling: to, handledPerSecond: handledWith(scenario, to, measured) },
  });
  const other: (Candidate | false)[] = [
    twice('API processes', 'api'),
    twice('shards', 'shards'),
    twice('brokers', 'brokers'),
    twice('processes of each consumer', 'handlers'),
    handling !== 'group' && handled('groupCommit: 32, without key order', 'group'),
    handling !== 'batch' && handled('a batch handler, without key order', 'batch'),
    handling === 'key' && handled("ordering: 'none'", 'none'),
    handling === 'key' &&
      partitions < 8 && { change: 'partitions: 8', basis: 'derived', with: { partitions: 8 } },
    handling === 'none' && {
      ...{ change: `concurrency: ${scenario.concurrency * 2}`, basis: 'derived' },
      with: { concurrency: scenario.concurrency * 2 },
    },
    messageBytes > 1 && {
      ...{ change: 'bodies of half the size', basis: 'derived' },
      with: { messageBytes: messageBytes / 2 },
    },
    linkMbit !== undefined && {
      ...{ change: `a link of ${linkMbit * 2} Mbit/s`, basis: 'derived' },
      with: { linkMbit: linkMbit * 2 },
    },
  ];
  return other.filter((each) => each !== false);
}

/** What a handler takes itself it takes in any case: only what the platform adds is another. */
function handledWith(
  { handling, handledPerSecond }: Scenario,
  to: Handling,
  measured: Coefficients,
): number | undefined {
  if (handledPerSecond === undefined) return undefined;
  const own = Math.max(0, 1 / handledPerSecond - 1 / measured[handling]);
  return 1 / (own + 1 / measured[to]);
}
