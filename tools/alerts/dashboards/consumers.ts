import { panel, type Dashboard } from './dashboard.ts';

const CONSUMER = 'messaging_consumer_group_name';
const LEGEND = `{{${CONSUMER}}}`;
const rateOf = (counter: string, more = '') => `sum by (${CONSUMER}${more}) (rate(${counter}[rate]))`;
const most = (metric: string) => `max by (${CONSUMER}) (${metric})`;
const slowest = (buckets: string) =>
  `histogram_quantile(0.99, sum by (${CONSUMER}, le) (rate(${buckets}[rate])))`;

export const consumers: Dashboard = {
  title: 'consumers',
  uid: 'consumers',
  panels: [
    panel('Messages that wait', 'short', { [LEGEND]: most('waybill_consumer_pending') }),
    panel('Delivered and not acknowledged', 'short', { [LEGEND]: most('waybill_consumer_ack_pending') }),
    panel('Handled', 'ops', { [LEGEND]: rateOf('messaging_client_consumed_messages_total') }),
    panel('Failed attempts', 'ops', {
      [`${LEGEND} {{error_type}}`]: `${rateOf('messaging_client_consumed_messages_total{error_type!=""}', ', error_type')}`,
    }),
    panel('In the handler, slowest percent', 's', { [LEGEND]: slowest('messaging_process_duration_bucket') }),
    panel('Append to commit, slowest percent', 's', {
      [LEGEND]: slowest('waybill_messaging_append_to_handled_bucket'),
    }),
    panel('Redeliveries', 'ops', { [LEGEND]: rateOf('waybill_messaging_redeliveries_total') }),
    panel('Dead letters that are open', 'short', { [LEGEND]: most('waybill_console_open_dead_letters') }),
    panel('Dead-lettered', 'ops', { [LEGEND]: rateOf('waybill_messaging_dead_letters_total') }),
    panel('Not pulled for, on purpose', 'short', {
      [`${LEGEND} {{waybill_consumer_stop_cause}}`]: `max by (${CONSUMER}, waybill_consumer_stop_cause) (waybill_consumer_not_pulling)`,
    }),
  ],
};
