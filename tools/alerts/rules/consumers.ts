import type { RuleGroup } from '../rule.ts';

const CONSUMER = 'messaging_consumer_group_name';

/** Every process of a service reports the same durables: the maximum, not the sum. */
const PENDING = `max by (service_name, ${CONSUMER}) (waybill_consumer_pending)`;
const STOPPED = `max by (service_name, ${CONSUMER}) (waybill_consumer_not_pulling)`;

export const consumers: RuleGroup = {
  name: 'consumers',
  rules: [
    {
      alert: 'ConsumerLagging',
      severity: 'ticket',
      for: '5m',
      // More than it handles in five minutes at its present rate; a consumer that stops on purpose has its own alert.
      expr: ({ range, seconds }) =>
        `${PENDING} > ${seconds('5m')} * (sum by (service_name, ${CONSUMER}) (rate(messaging_client_consumed_messages_total[${range('5m')}])) or 0 * ${PENDING})\nunless ${STOPPED} == 1`,
      summary: `{{ $value }} messages wait for {{ $labels.${CONSUMER} }}, more than it handles in 5 minutes`,
    },
    {
      alert: 'ConsumerPaused',
      severity: 'ticket',
      for: '30m',
      expr: () => stopped('paused'),
      summary: `{{ $labels.${CONSUMER} }} is paused by an operator`,
    },
    {
      alert: 'CircuitBreakerOpen',
      severity: 'ticket',
      for: '5m',
      expr: () => stopped('dependency-down'),
      summary: `{{ $labels.${CONSUMER} }} waits for a dependency that is down`,
    },
    {
      alert: 'DeadLettersOpen',
      severity: 'ticket',
      expr: () => `max by (${CONSUMER}) (waybill_console_open_dead_letters) > 0`,
      summary: `{{ $value }} dead letters of {{ $labels.${CONSUMER} }} are neither replayed nor discarded`,
    },
  ],
};

function stopped(cause: string): string {
  return `max by (service_name, ${CONSUMER}) (waybill_consumer_not_pulling{waybill_consumer_stop_cause="${cause}"}) == 1`;
}
