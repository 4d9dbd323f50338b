import type { WaitingEvent } from '../consumer/unknown-events.js';
import type { TopologyFault } from '../transport/transport.js';
import type { HealthCheck } from './health-check.js';

/**
 * Streams and consumers that are not as declared. Consumers cannot work then, and orders are still taken; but where a
 * stream would throw away what nobody has handled, nothing more may be sent to it.
 */
export function topologyChecks(faults: readonly TopologyFault[]): HealthCheck[] {
  const check = {
    name: 'topology',
    detail: faults.map(({ item, detail }) => `${item}: ${detail}`).join('; '),
  };
  if (faults.length === 0) return [{ name: 'topology', role: 'consumers', status: 'ok' }];
  const loses = faults.some(({ kind }) => kind === 'loses-messages');
  return [{ ...check, role: loses ? 'all' : 'consumers', status: 'failing' }];
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
      detail: `given back, as this version does not know them: ${events.join(', ')}`,
      cure: 'deploy the version that knows them, or name them in the consumer’s "ignores"',
    },
  ];
}
