import { serviceNames, type ServiceName } from '../workspace.js';

/** Where everything listens. All on 127.0.0.1. */
export type PortPlan = Readonly<Record<ServiceName | 'postgres' | 'nats' | 'natsMonitoring', number>>;

/**
 * The services one after the other, as `serviceNames` has them. With a base n everything is near it (services from n
 * on, ten at most, servers n+10 to n+12), so that several stacks can run side by side. Without one the services begin at
 * 3000 and the servers are near the ports they are known by.
 */
export function portPlan(base?: number): PortPlan {
  const services = serviceNames.map((name, i) => [name, (base ?? 3000) + i] as const);
  return {
    ...(Object.fromEntries(services) as Record<ServiceName, number>),
    postgres: base === undefined ? 55432 : base + 10,
    nats: base === undefined ? 4222 : base + 11,
    natsMonitoring: base === undefined ? 8222 : base + 12,
  };
}
