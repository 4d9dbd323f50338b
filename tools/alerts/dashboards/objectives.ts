import { panel, type Dashboard } from './dashboard.ts';

export const objectives: Dashboard = {
  title: 'objectives',
  uid: 'objectives',
  panels: [
    panel(
      'Error budget left, of 30 days',
      'percentunit',
      { '{{slo}}': 'slo:error_budget_remaining:ratio' },
      { stat: true },
    ),
    panel('Alerts that fire', 'short', {
      '{{alertname}}': 'count by (alertname) (ALERTS{alertstate="firing",severity!="none"})',
    }),
    panel('Errors, 5 minutes', 'percentunit', {
      '{{slo}}': 'slo:sli_error:ratio_rate5m',
      'allowed by {{slo}}': 'slo:error_budget:ratio',
    }),
    panel('Orders', 'ops', {
      accepted: 'sum(rate(waybill_order_accepted_total[rate]))',
      '{{waybill_order_outcome}}':
        'sum by (waybill_order_outcome) (rate(waybill_order_settlement_duration_count[rate]))',
    }),
    panel('Acceptance to settlement', 's', {
      median: quantile(0.5, 'waybill_order_settlement_duration_bucket'),
      'slowest percent': quantile(0.99, 'waybill_order_settlement_duration_bucket'),
    }),
    panel('Orders that are lost', 'short', { lost: 'max(waybill_console_lost_orders)' }, { stat: true }),
  ],
};

function quantile(share: number, buckets: string): string {
  return `histogram_quantile(${share}, sum by (le) (rate(${buckets}[rate])))`;
}
