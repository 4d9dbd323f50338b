import type { RuleGroup } from '../rule.ts';

const FAILING = 2;

/** Broker, databases and disks. */
export const servers: RuleGroup = {
  name: 'servers',
  rules: [
    {
      alert: 'BrokerAway',
      severity: 'page',
      for: '1m',
      expr: () => failing('broker'),
      summary: '{{ $labels.service_name }} has no connection to the broker, or cannot set up its consumers',
    },
    {
      alert: 'DatabaseAway',
      severity: 'page',
      for: '1m',
      expr: () => failing('database'),
      summary: 'the database of {{ $labels.service_name }} does not respond, or is read-only',
    },
    {
      alert: 'DatabaseConnectionsNearLimit',
      severity: 'ticket',
      for: '5m',
      expr: () =>
        'max by (service_name) (waybill_database_connections / waybill_database_connection_limit) > 0.85',
      summary: '{{ $value | humanizePercentage }} of the connections of the database server are in use',
    },
    {
      alert: 'ConnectionPoolExhausted',
      severity: 'ticket',
      for: '2m',
      expr: () => 'max by (service_name) (db_client_connection_pending_requests) > 0',
      summary: 'requests of {{ $labels.service_name }} wait for a connection of its pool',
    },
    {
      alert: 'DiskNearlyFull',
      severity: 'page',
      for: '5m',
      // Of machines by node_exporter, of Kubernetes volumes by the kubelet.
      expr: () =>
        [
          'node_filesystem_avail_bytes{fstype!~"squashfs|iso9660"} / node_filesystem_size_bytes < 0.1',
          'kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.1',
        ].join('\nor\n'),
      summary:
        '{{ $value | humanizePercentage }} of a disk is left ({{ $labels.mountpoint }}{{ $labels.persistentvolumeclaim }})',
    },
    {
      alert: 'TopologyDrifted',
      severity: 'ticket',
      for: '1m',
      expr: () => 'max by (service_name, waybill_topology_drift_kind) (waybill_topology_drifts) > 0',
      summary:
        'streams or durables of {{ $labels.service_name }} are not as declared ({{ $labels.waybill_topology_drift_kind }})',
    },
  ],
};

function failing(check: string): string {
  return `max by (service_name) (waybill_health_status{check="${check}"}) == ${FAILING}`;
}
