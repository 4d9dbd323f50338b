import { panel, type Dashboard } from './dashboard.ts';

export const services: Dashboard = {
  title: 'services',
  uid: 'services',
  panels: [
    panel('Processes that are ready', 'short', {
      '{{service_name}}': 'sum by (service_name) (waybill_health_ready)',
    }),
    panel(
      'Health checks',
      'short',
      { '{{service_name}} {{check}}': 'max by (service_name, check) (waybill_health_status) > 0' },
      { description: '1 degraded, 2 failing; none is shown that is ok. `waybill doctor` says what to do.' },
    ),
    panel('Requests', 'reqps', {
      '{{service_name}} {{http_response_status_code}}':
        'sum by (service_name, http_response_status_code) (rate(http_server_request_duration_count[rate]))',
    }),
    panel('Slowest percent of requests', 's', {
      '{{service_name}} {{http_route}}':
        'histogram_quantile(0.99, sum by (service_name, http_route, le) (rate(http_server_request_duration_bucket[rate])))',
    }),
    panel('Processor', 'percentunit', {
      '{{service_name}} {{instance}}': 'rate(process_cpu_time_total[rate])',
    }),
    panel('Memory', 'bytes', {
      '{{service_name}} {{instance}}': 'process_memory_usage',
      '{{service_name}} {{instance}} heap': 'v8js_memory_heap_used',
    }),
    panel('Event loop delay', 's', { '{{service_name}} {{instance}}': 'nodejs_eventloop_delay_p99' }),
  ],
};
