import { panel, type Dashboard } from './dashboard.ts';

/** Every process of a service reports the same table. */
const most = (metric: string) => `max by (service_name) (${metric})`;

export const outbox: Dashboard = {
  title: 'outbox',
  uid: 'outbox',
  panels: [
    panel('Age of the oldest event', 's', { '{{service_name}}': most('waybill_outbox_oldest_age') }),
    panel('Events that wait', 'short', { '{{service_name}}': most('waybill_outbox_pending') }),
    panel('Parked', 'short', { '{{service_name}}': most('waybill_outbox_parked') }),
    panel('Relays', 'short', { '{{service_name}}': most('waybill_outbox_relays') }),
    panel('Scheduled events', 'short', { '{{service_name}}': most('waybill_outbox_scheduled') }),
    panel('Scheduled events: overdue', 's', { '{{service_name}}': most('waybill_outbox_overdue') }),
    panel('Published', 'ops', {
      '{{service_name}} {{messaging_destination_template}}':
        'sum by (service_name, messaging_destination_template) (rate(messaging_client_sent_messages_total[rate]))',
    }),
    panel('Publish to acknowledgement, slowest percent', 's', {
      '{{service_name}}':
        'histogram_quantile(0.99, sum by (service_name, le) (rate(messaging_client_operation_duration_bucket[rate])))',
    }),
  ],
};
