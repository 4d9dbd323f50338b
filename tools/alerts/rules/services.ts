import type { RuleGroup } from '../rule.ts';

/** @param services those that have to run */
export function servicesGroup(services: readonly string[]): RuleGroup {
  return {
    name: 'services',
    rules: [
      {
        alert: 'ServiceAbsent',
        severity: 'page',
        for: '2m',
        // One by one: a series that is missing has no label to group by.
        expr: () =>
          services.map((name) => `absent(waybill_health_ready{service_name="${name}"})`).join('\nor\n'),
        summary: 'no process of {{ $labels.service_name }} can be scraped',
      },
      {
        alert: 'ProcessNotReady',
        severity: 'ticket',
        for: '5m',
        expr: () => 'waybill_health_ready == 0',
        summary: 'a process of {{ $labels.service_name }} ({{ $labels.instance }}) is not ready',
      },
      {
        alert: 'HealthCheckNotOk',
        severity: 'ticket',
        for: '15m',
        expr: () => 'max by (service_name, check) (waybill_health_status) > 0',
        summary:
          'the health check {{ $labels.check }} of {{ $labels.service_name }} has not been ok for 15 minutes',
      },
      {
        alert: 'Watchdog',
        severity: 'none',
        expr: () => 'vector(1)',
        summary: 'always fires: if it stops, alerts do not arrive',
      },
    ],
  };
}
