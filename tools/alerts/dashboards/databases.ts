import { panel, type Dashboard } from './dashboard.ts';

export const databases: Dashboard = {
  title: 'databases',
  uid: 'databases',
  panels: [
    panel('Connections of the server', 'short', {
      'in use, as {{service_name}} sees it': 'max by (service_name) (waybill_database_connections)',
      'limit, as {{service_name}} sees it': 'min by (service_name) (waybill_database_connection_limit)',
    }),
    panel('Size', 'bytes', { '{{service_name}}': 'max by (service_name) (waybill_database_size)' }),
    panel('Connections of the pools', 'short', {
      '{{service_name}} {{db_client_connection_state}}':
        'sum by (service_name, db_client_connection_state) (db_client_connection_count)',
      '{{service_name}} at most': 'sum by (service_name) (db_client_connection_max)',
    }),
    panel('Requests that wait for a connection', 'short', {
      '{{service_name}}': 'sum by (service_name) (db_client_connection_pending_requests)',
    }),
    panel(
      'State',
      'short',
      {
        '{{service_name}}': 'max by (service_name) (waybill_health_status{check="database"})',
      },
      {
        description:
          '0 it responds and can be written to, 1 it gives no more connections, 2 it is away or read-only',
      },
    ),
  ],
};
