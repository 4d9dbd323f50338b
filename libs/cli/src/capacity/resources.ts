import type { Coefficients } from './coefficients.js';
import { assetsOfShard } from './plan.js';
import type { Counts, Scenario } from './scenario.js';

/** The relay, its leases and the health probe, beside the pool. */
const SESSIONS_BESIDE_POOL = 3;

/** What has to be there. */
export interface Resources {
  readonly streams: number;
  readonly durables: number;
  /** Streams and durables with more than one copy, on each broker. */
  readonly replicatedAssetsPerBroker: number;
  readonly databaseConnections: number;
  readonly brokerConnections: number;
  /** Each process, database and broker as large as the machine of the benchmark. */
  readonly cores: number;
}

export function resourcesOf(scenario: Scenario, counts: Counts, { cores }: Coefficients): Resources {
  const { consumers, streamReplicas, databasePool } = scenario;
  const { api, shards, brokers, handlers } = counts;
  const durables = shards * (assetsOfShard(scenario) - 1);
  const processes = api + consumers * handlers;
  return {
    streams: shards,
    durables,
    replicatedAssetsPerBroker: streamReplicas === 1 ? 0 : ((shards + durables) * streamReplicas) / brokers,
    databaseConnections: processes * (databasePool + SESSIONS_BESIDE_POOL) + shards * SESSIONS_BESIDE_POOL,
    brokerConnections: processes + shards,
    // A shard is a database with its relay, and one database of each consumer.
    cores: cores * (processes + shards * (1 + consumers) + brokers),
  };
}
