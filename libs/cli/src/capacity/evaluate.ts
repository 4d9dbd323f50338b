import type { Coefficients } from './coefficients.js';
import { cost, type Cost, type Prices } from './cost.js';
import { levers, type Lever } from './levers.js';
import { planCounts } from './plan.js';
import { capacityOf, queueAt, type Queue } from './queue.js';
import { resourcesOf, type Resources } from './resources.js';
import type { Counts, Scenario } from './scenario.js';
import { mostOrders, PLACES, stagesOf, type Place, type Stage } from './stages.js';
import { storageOf, type Storage } from './storage.js';

/** A stage under the load that reaches it. */
export interface StageLoad extends Queue {
  readonly name: string;
  readonly place: Place;
  /** A second: what the stages before it let through. */
  readonly arrivals: number;
  readonly capacity: number;
}

/** What waits in a place, and what becomes of it. */
export interface Backlog {
  readonly place: Place;
  readonly growth: number;
  /** After the duration of the load; undefined if it has none. */
  readonly atEnd?: number;
  /** Until it is gone, after that; Infinity if what comes then is too much as well. */
  readonly drainSeconds?: number;
}

/** Everything that `waybill capacity` says. */
export interface Capacity {
  readonly scenario: Scenario;
  readonly counts: Counts;
  readonly stages: readonly StageLoad[];
  /** The name of the stage that limits it. */
  readonly bottleneck: string;
  /** The most orders a second at which no stage falls behind. */
  readonly sustained: number;
  /** Mean milliseconds from commit to handler; Infinity if a queue grows. */
  readonly latencyMs: number;
  readonly backlogs: readonly Backlog[];
  readonly levers: readonly Lever[];
  readonly storage: Storage;
  readonly resources: Resources;
  readonly cost: Cost;
}

export function evaluate(scenario: Scenario, measured: Coefficients, prices: Prices): Capacity {
  const counts = planCounts(scenario, measured);
  const stages = stagesOf(scenario, counts, measured);
  const loads = loadsOf(stages, scenario.ordersPerSecond);
  const bottleneck = bottleneckOf(stages);
  const storage = storageOf(scenario, counts, measured);
  const resources = resourcesOf(scenario, counts, measured);
  return {
    ...{ scenario, counts, stages: loads, storage, resources },
    bottleneck: bottleneck.name,
    sustained: mostOrders(bottleneck),
    latencyMs: measured.latency + 1_000 * (longestWait(loads, 'outbox') + longestWait(loads, 'stream')),
    backlogs: backlogsOf(scenario, stages, loads),
    levers: levers(scenario, counts, measured),
    cost: cost(scenario, resources, storage, prices),
  };
}

export function bottleneckOf(stages: readonly Stage[]): Stage {
  return stages.reduce((tightest, stage) => (mostOrders(stage) < mostOrders(tightest) ? stage : tightest));
}

/** A stage that falls behind passes on what it can: those after it see no more. */
function loadsOf(stages: readonly Stage[], ordersPerSecond: number): StageLoad[] {
  let orders = ordersPerSecond;
  let place: Place = 'clients';
  let passed = orders;
  return stages.map((stage) => {
    // Resources of one place are held together, so each sees what reaches the place.
    if (stage.place !== place) [place, orders] = [stage.place, passed];
    passed = Math.min(passed, mostOrders(stage));
    const arrivals = orders * stage.perOrder;
    const { name, station } = stage;
    return { name, place, arrivals, capacity: capacityOf(station), ...queueAt(arrivals, station) };
  });
}

/** What is held together is waited for once. */
function longestWait(loads: readonly StageLoad[], place: Place): number {
  return Math.max(...loads.filter((load) => load.place === place).map(({ wait }) => wait));
}

function backlogsOf(
  { seconds, ordersPerSecondThen }: Scenario,
  stages: readonly Stage[],
  loads: readonly StageLoad[],
): Backlog[] {
  const then = loadsOf(stages, ordersPerSecondThen);
  return PLACES.map((place) => {
    const here = loads.filter((load) => load.place === place);
    const growth = Math.max(...here.map((load) => load.growth));
    // The API refuses: nothing waits that long.
    if (seconds === undefined || place === 'clients') return { place, growth };
    const atEnd = growth * seconds;
    const spare = Math.min(...here.map(({ capacity }) => capacity)) - arrivalsAt(then, place);
    return { place, growth, atEnd, drainSeconds: atEnd === 0 ? 0 : spare > 0 ? atEnd / spare : Infinity };
  });
}

function arrivalsAt(loads: readonly StageLoad[], place: Place): number {
  return loads.find((load) => load.place === place)!.arrivals;
}
