import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from '../errors.js';
import type { PortPlan } from '../ports/port-plan.js';

/** How many nats-servers a stack may run: one, or a cluster that survives the loss of one of its three. */
export const BROKER_COUNTS = [1, 3] as const;
export type BrokerCount = (typeof BROKER_COUNTS)[number];

/** Of the processes; each keeps its streams in a folder of this name. */
export const BROKER_NAMES = ['nats', 'nats-2', 'nats-3'] as const;

/** One nats-server of the stack. */
export interface BrokerPlace {
  readonly name: (typeof BROKER_NAMES)[number];
  readonly storeDir: string;
  readonly port: number;
  readonly monitoringPort: number;
  /** Where the other servers of its cluster connect; undefined for a single server. */
  readonly routePort?: number;
}

/** From the first server's port to those that only a cluster has: n+30 with a port base n. */
const DISTANCE = 19;

export function brokerPlaces(
  dataDir: string,
  { nats, natsMonitoring }: PortPlan,
  count: BrokerCount,
): BrokerPlace[] {
  const added = nats + DISTANCE;
  const clientPorts = [nats, added, added + 2];
  const monitoringPorts = [natsMonitoring, added + 1, added + 3];
  return BROKER_NAMES.slice(0, count).map((name, index) => ({
    name,
    storeDir: join(dataDir, name),
    port: clientPorts[index]!,
    monitoringPort: monitoringPorts[index]!,
    ...(count > 1 && { routePort: added + 4 + index }),
  }));
}

/**
 * How many servers to run on the streams in this folder: as many as before, because a server that joins a cluster
 * deletes the streams that the cluster does not know, and one that leaves it keeps none of theirs.
 *
 * @param wanted undefined for as many as there were, one on an empty folder
 * @throws StackError `BROKERS_DIFFER`
 */
export function brokerCount(dataDir: string, wanted: BrokerCount | undefined): BrokerCount {
  const [first, ...others] = BROKER_NAMES.map((name) => existsSync(join(dataDir, name)));
  const existing = others.some(Boolean) ? 3 : first ? 1 : undefined;
  if (wanted !== undefined && existing !== undefined && wanted !== existing) {
    throw new StackError(
      'BROKERS_DIFFER',
      `the streams in ${dataDir} were written by ${servers(existing)} and would be lost with ${servers(wanted)}`,
      {
        fix:
          `start it as it was: npm start -- --brokers ${existing}, ` +
          'or empty it with --fresh, or use another folder: --data-dir <dir>',
      },
    );
  }
  return wanted ?? existing ?? 1;
}

function servers(count: BrokerCount): string {
  return count === 1 ? 'a single nats-server' : `a cluster of ${count} nats-servers`;
}
