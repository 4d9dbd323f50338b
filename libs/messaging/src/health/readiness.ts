import type { Role } from '../messaging-options.js';
import type { HealthCheck, HealthStatus } from './health-check.js';

/**
 * What keeps a process of these roles from being ready. A process that serves the API is ready as long as that can be
 * served, whatever its relay and consumers lack: taking it out of rotation would make an outage of a delay. One that
 * serves none has nothing else to be judged by.
 */
export function obstacles<Check extends HealthCheck>(
  checks: readonly Check[],
  roles: ReadonlySet<Role>,
): Check[] {
  return checks.filter(
    ({ status, role }) => status === 'failing' && (role === 'all' || role === 'api' || !roles.has('api')),
  );
}

/** `failing` if the process is not ready; `degraded` if it is, and something needs attention. */
export function overallStatus(checks: readonly HealthCheck[], roles: ReadonlySet<Role>): HealthStatus {
  if (obstacles(checks, roles).length > 0) return 'failing';
  return checks.every(({ status }) => status === 'ok') ? 'ok' : 'degraded';
}
