import { StackError } from '../errors.js';
import type { PortPlan } from '../ports/port-plan.js';
import type { ServiceName } from '../workspace.js';

/** How many processes of each service run; those left out run once. */
export type Replicas = Readonly<Record<ServiceName, number>>;

/** One process of a service. */
export interface Replica {
  /** The service's name for the first; `order-2` for the second of `order`. */
  readonly name: string;
  readonly service: ServiceName;
  readonly port: number;
}

/** More than these would share two cores with each other and the servers. */
export const MOST_REPLICAS = 5;

/** From a service's port to that of its second process: n+40 to n+49 with a port base n, the third ten further, and so on. */
const DISTANCE = 40;

/** From the base to the last port of a replica. */
export const LAST_REPLICA_PORT = DISTANCE + (MOST_REPLICAS - 1) * 10 - 1;

export function replicasOf(service: ServiceName, ports: PortPlan, count = 1): Replica[] {
  const first = { name: service, service, port: ports[service]! };
  const others = Array.from({ length: count - 1 }, (_, index) => ({
    name: `${service}-${index + 2}`,
    service,
    port: first.port + DISTANCE + index * 10,
  }));
  return [first, ...others];
}

/** @throws StackError `REPLICAS` naming the service and the fix */
export function requireReplicas(replicas: Replicas, services: readonly ServiceName[]): void {
  for (const [service, count] of Object.entries(replicas)) {
    const refuse = (reason: string, fix: string) => {
      throw new StackError('REPLICAS', `${service} cannot run ${count} times: ${reason}`, { fix });
    };
    const several = services.filter((name) => name !== 'console');
    if (service === 'console') {
      refuse('pages and spans come to one address', `leave it out; the others are ${several.join(', ')}`);
    }
    if (!several.includes(service)) refuse('there is no such service', `take ${several.join(', ')}`);
    if (!Number.isInteger(count) || count < 1 || count > MOST_REPLICAS) {
      refuse('that is no number of processes', `take 1 to ${MOST_REPLICAS}`);
    }
  }
}
