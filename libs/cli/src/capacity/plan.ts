import type { Coefficients } from './coefficients.js';
import { capacityOf } from './queue.js';
import type { Counts, Scenario } from './scenario.js';
import { stagesOf } from './stages.js';

/**
 * Streams and durables with more than one copy are Raft groups. Synadia's check CLUSTER_003 warns from this many on a
 * server, where elections after a restart may starve each other: https://www.synadia.com/insights/checks/nats-high-ha-assets
 */
export const MOST_REPLICATED_ASSETS = 1_000;

const ONE_OF_EACH: Counts = { api: 1, shards: 1, brokers: 1, handlers: 1 };

/** As many of each as keep every stage at or below the wanted utilisation; what is given stays. */
export function planCounts(scenario: Scenario, measured: Coefficients): Counts {
  const { counts: given, ordersPerSecond, targetUtilisation } = scenario;
  const needed = { ...ONE_OF_EACH };
  for (const { of, perOrder, station } of stagesOf(scenario, ONE_OF_EACH, measured)) {
    const wanted = (ordersPerSecond * perOrder) / (targetUtilisation * capacityOf(station));
    needed[of] = Math.max(needed[of], Math.ceil(wanted));
  }
  const shards = given.shards ?? needed.shards;
  return { ...needed, brokers: wholeClusters(scenario, needed.brokers, shards), ...given, shards };
}

/** Each cluster has as many servers as a stream has copies. */
function wholeClusters(scenario: Scenario, brokers: number, shards: number): number {
  const { streamReplicas } = scenario;
  const forAssets =
    streamReplicas === 1 ? 1 : (shards * assetsOfShard(scenario) * streamReplicas) / MOST_REPLICATED_ASSETS;
  return Math.ceil(Math.max(brokers, forAssets) / streamReplicas) * streamReplicas;
}

/** Its stream, and the durables of each consumer. */
export function assetsOfShard({ handling, partitions, consumers }: Scenario): number {
  const lanes = 2;
  const durables = handling === 'key' ? lanes * partitions : handling === 'batch' ? 1 : lanes;
  return 1 + consumers * durables;
}
