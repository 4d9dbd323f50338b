import type { Drill } from '../drill.ts';

export const consumerDrills: readonly Drill[] = [
  {
    fault: 'an operator pauses order-payment',
    alerts: ['ConsumerPaused'],
    strike: (site) => site.pause('order-payment'),
  },
  {
    fault: 'fault switch recommendation/dependency-down',
    alerts: ['CircuitBreakerOpen'],
    strike: (site) => site.switchOn('recommendation/dependency-down'),
  },
  {
    fault: 'fault switch payment/slow-consumer, 10 s',
    alerts: ['ConsumerLagging'],
    strike: (site) => site.switchOn('payment/slow-consumer', 10_000),
  },
  {
    fault: 'fault switch recommendation/failing-handler, 100 %',
    alerts: ['DeadLettersOpen', 'DeadLetterBudgetBurn'],
    strike: (site) => site.switchOn('recommendation/failing-handler', 100),
  },
  {
    fault: 'fault switch payment/payment-undecided',
    alerts: ['OrderSettlementBudgetBurn'],
    strike: (site) => site.switchOn('payment/payment-undecided'),
  },
];
