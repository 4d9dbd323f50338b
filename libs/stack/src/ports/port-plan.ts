import { FIRST_PORT } from '../services/declared-services.js';
import { services } from '../workspace.js';

/** Where each service and server listens. All on 127.0.0.1. */
export type PortPlan = Readonly<Record<string, number>> &
  Readonly<Record<'postgres' | 'nats' | 'natsMonitoring', number>>;

/**
 * With a base n everything is near it (services from n to n+9, servers from n+10 to n+12), so that several stacks can
 * run side by side. Without one the services have the ports that they declare, and the servers are near their well-known
 * ports.
 */
export function portPlan(base?: number): PortPlan {
  const shift = (base ?? FIRST_PORT) - FIRST_PORT;
  return {
    ...Object.fromEntries(services.map(({ name, port }) => [name, port + shift])),
    postgres: base === undefined ? 55432 : base + 10,
    nats: base === undefined ? 4222 : base + 11,
    natsMonitoring: base === undefined ? 8222 : base + 12,
  };
}
