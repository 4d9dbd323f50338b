import type { Slo } from './slo.ts';

const ORDERS = 'http_request_method="POST",http_route="/orders"';

/** One of the buckets of `waybill.order.settlement.duration`. Prometheus 3 stores the bound 10 as 10.0. */
const SETTLED_WITHIN_S = 10;
const IN_TIME = `le=~"${SETTLED_WITHIN_S}|${SETTLED_WITHIN_S}.0"`;

/** What customers may expect of the platform. */
export const slos: readonly Slo[] = [
  {
    name: 'order-acceptance',
    service: 'order',
    alert: 'OrderAcceptanceBudgetBurn',
    objective: 0.999,
    summary: 'POST /orders fails with a 5xx status: customers cannot order',
    total: (window) => `sum(rate(http_server_request_duration_count{${ORDERS}}[${window}]))`,
    errors: (window) =>
      `(sum(rate(http_server_request_duration_count{${ORDERS},http_response_status_code=~"5.."}[${window}])) or vector(0))`,
  },
  {
    name: 'order-settlement',
    service: 'order',
    alert: 'OrderSettlementBudgetBurn',
    objective: 0.99,
    summary: `orders are not confirmed, rejected or cancelled within ${SETTLED_WITHIN_S} s`,
    total: (window) => `sum(rate(waybill_order_accepted_total[${window}]))`,
    // Not "too late": while nothing is settled at all, there is nothing to be late.
    errors: (window) =>
      `(sum(rate(waybill_order_accepted_total[${window}])) - (sum(rate(waybill_order_settlement_duration_bucket{${IN_TIME}}[${window}])) or vector(0)))`,
  },
  {
    name: 'dead-letters',
    alert: 'DeadLetterBudgetBurn',
    objective: 0.999,
    summary: 'consumers give up on messages: their effects are missing',
    total: (window) => `sum(rate(messaging_client_consumed_messages_total[${window}]))`,
    errors: (window) => `(sum(rate(waybill_messaging_dead_letters_total[${window}])) or vector(0))`,
  },
];
