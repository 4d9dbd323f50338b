import type { NotPulling } from '../flow/not-pulling.js';
import type { HealthCheck } from './health-check.js';

/** Consumers that wait on purpose. Their messages are safe in the stream, and everything else of the process works. */
export function pullStopChecks(stops: readonly NotPulling[]): HealthCheck[] {
  const paused = stops.filter(({ cause }) => cause === 'paused');
  const waiting = stops.filter(({ cause }) => cause === 'dependency-down');
  return [
    check('paused', paused, describePause, 'resume them with "waybill consumers resume", or on the console'),
    check(
      'dependencies',
      waiting,
      ({ consumer, detail, since }) => `${consumer} waits for ${detail} since ${since}`,
      'bring the dependency back: it is probed with one message every few seconds, and no attempt is used up',
    ),
  ];
}

function check(
  name: string,
  stops: readonly NotPulling[],
  describe: (stop: NotPulling) => string,
  fix: string,
): HealthCheck {
  const role = 'consumers';
  if (stops.length === 0) return { name, role, status: 'ok' };
  return { name, role, status: 'degraded', detail: stops.map(describe).join('; '), fix };
}

function describePause({ consumer, since, until, detail }: NotPulling): string {
  return `${consumer} is paused since ${since}${until ? `, until ${until}` : ''}${detail ? `: ${detail}` : ''}`;
}
