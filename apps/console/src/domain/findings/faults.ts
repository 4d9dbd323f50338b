import type { PlatformSnapshot, Seen } from './snapshot.js';

/** Faults that somebody switched on: what else is found may be no more than their effect. */
export function faultFindings({ switches }: PlatformSnapshot): Seen[] {
  return switches
    .filter(({ value, reachable }) => value > 0 && reachable)
    .map(({ id, service, title }) => ({
      id: `fault:${id}`,
      severity: 'warn',
      sentence: `A fault is switched on in ${service}: ${title.toLowerCase()}.`,
      href: '/faults',
      source: 'the fault switches of the services, now',
    }));
}
