import type { RuleGroup } from '../rule.ts';

/** No message may be lost. That has no error budget: every sign of it counts. */
export const loss: RuleGroup = {
  name: 'loss',
  rules: [
    {
      alert: 'OrdersLost',
      severity: 'page',
      expr: () => 'max(waybill_console_lost_orders) > 0',
      summary: '{{ $value }} accepted orders can no longer be delivered to their consumers',
    },
    {
      alert: 'OutboxNotDraining',
      severity: 'page',
      for: '1m',
      expr: ({ seconds }) => `max by (service_name) (waybill_outbox_oldest_age) > ${seconds('2m')}`,
      summary:
        'an event of {{ $labels.service_name }} has waited in the outbox for {{ $value | humanizeDuration }}',
    },
    {
      alert: 'OutboxRelayStopped',
      severity: 'ticket',
      for: '2m',
      expr: () =>
        'max by (service_name) (waybill_outbox_pending) > 0 and max by (service_name) (waybill_outbox_relays) == 0',
      summary: 'events of {{ $labels.service_name }} wait in the outbox, and no process relays them',
    },
    {
      alert: 'OutboxRowsParked',
      severity: 'ticket',
      expr: () => 'max by (service_name) (waybill_outbox_parked) > 0',
      summary: 'the broker has refused {{ $value }} events of {{ $labels.service_name }} for the last time',
    },
  ],
};
