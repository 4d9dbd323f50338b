/** Where everything listens. All on 127.0.0.1. */
export interface PortPlan {
  readonly console: number;
  readonly order: number;
  readonly recommendation: number;
  readonly analytics: number;
  readonly postgres: number;
  readonly nats: number;
  readonly natsMonitoring: number;
}

/**
 * With a base n everything is near it (services n to n+3, servers n+10 to n+12), so that several stacks can run side
 * by side. Without one the services are at 3000 and the servers near the ports they are known by.
 */
export function portPlan(base?: number): PortPlan {
  const first = base ?? 3000;
  return {
    console: first,
    order: first + 1,
    recommendation: first + 2,
    analytics: first + 3,
    postgres: base === undefined ? 55432 : base + 10,
    nats: base === undefined ? 4222 : base + 11,
    natsMonitoring: base === undefined ? 8222 : base + 12,
  };
}
