import { panel, type Dashboard } from './dashboard.ts';

/** As its clients see it; what the server says of itself is for an exporter of the team's choice. */
export const broker: Dashboard = {
  title: 'broker',
  uid: 'broker',
  panels: [
    panel(
      'Connection',
      'short',
      {
        '{{service_name}}': 'max by (service_name) (waybill_health_status{check="broker"})',
      },
      { description: '0 connected, 1 away for less than 10 s, 2 away' },
    ),
    panel('Not as declared', 'short', {
      '{{service_name}} {{waybill_topology_drift_kind}}':
        'max by (service_name, waybill_topology_drift_kind) (waybill_topology_drifts)',
    }),
    panel('Messages in', 'ops', {
      '{{service_name}}': 'sum by (service_name) (rate(messaging_client_sent_messages_total[rate]))',
    }),
    panel('Messages out', 'ops', {
      '{{service_name}}': 'sum by (service_name) (rate(messaging_client_consumed_messages_total[rate]))',
    }),
    panel('Failed publishes', 'ops', {
      '{{service_name}} {{error_type}}':
        'sum by (service_name, error_type) (rate(messaging_client_sent_messages_total{error_type!=""}[rate]))',
    }),
    panel('Free disk', 'percentunit', {
      '{{instance}} {{mountpoint}}': 'node_filesystem_avail_bytes / node_filesystem_size_bytes',
    }),
  ],
};
