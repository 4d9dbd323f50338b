import type { WaitingEvent } from '../consumer/unknown-events.js';
import type { StalledDurable, TopologyDrift } from '../transport/transport.js';
import type { HealthCheck } from './health-check.js';

/**
 * Streams and durables that are not as declared. Consumers cannot work then, and orders are still taken; but if a stream
 * would drop messages that were not handled, nothing more may be sent to it.
 */
export function topologyChecks(faults: readonly TopologyDrift[]): HealthCheck[] {
  const check = {
    name: 'topology',
    detail: faults.map(({ item, detail }) => `${item}: ${detail}`).join('; '),
  };
  if (faults.length === 0) return [{ name: 'topology', role: 'consumers', status: 'ok' }];
  const loses = faults.some(({ kind }) => kind === 'loses-messages');
  return [{ ...check, role: loses ? 'all' : 'consumers', status: 'failing' }];
}

/** How long a durable may be unable to deliver before it is reported: longer than an election, or the round that makes it again. */
const STALL_MS = 15_000;

/** Durables that this process has not been able to pull from. */
export function stallChecks(stalled: readonly StalledDurable[], now: number = Date.now()): HealthCheck[] {
  const check = { name: 'pull', role: 'consumers' as const };
  const long = stalled.filter(({ since }) => now - since.getTime() >= STALL_MS);
  if (long.length === 0) return [{ ...check, status: 'ok' }];
  const durables = long.map(
    ({ durable, since, reason }) => `${durable} since ${since.toISOString()} (${reason})`,
  );
  return [
    {
      ...check,
      status: 'failing',
      detail: `cannot pull from ${durables.join(', ')}`,
      fix: 'grant what is denied, create what is missing, or bring back the servers that lead it',
    },
  ];
}

/** Events that this process gives back until a replica knows them. */
export function unknownEventChecks(waiting: readonly WaitingEvent[]): HealthCheck[] {
  const check = { name: 'unknown-events', role: 'consumers' as const };
  if (waiting.length === 0) return [{ ...check, status: 'ok' }];
  const events = waiting.map(({ type, version, consumer }) => `${type} v${version} for ${consumer}`);
  return [
    {
      ...check,
      status: 'degraded',
      detail: `given back, because this version has no handler for them: ${events.join(', ')}`,
      fix: 'deploy the version that has one, or name them in the consumer’s "ignores"',
    },
  ];
}
