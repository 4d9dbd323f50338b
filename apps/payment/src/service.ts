import {
  PaymentAuthorised,
  PaymentCaptured,
  PaymentDeclined,
  PaymentRefunded,
  PaymentReleased,
  PaymentUndecided,
} from '@waybill/contracts';
import { defineService } from '@waybill/service';
import { pg } from '@waybill/service/postgres';
import { DecidePayment } from './application/decide-payment.js';
import { RISK_LIMIT, RiskCheck } from './application/risk-check.js';
import { PaymentsController } from './http/payments.controller.js';
import { PaymentQueries } from './persistence/payment-queries.js';
import { Payments } from './persistence/payments.js';
import { Receipts } from './persistence/receipts.js';
import { faultyPayments } from './provider/faulty-payment-provider.js';
import { simulatedPayments } from './provider/simulated-payments.js';
import { settings } from './settings.js';
import { subscriptions } from './subscriptions.js';

export const payment = defineService({
  name: 'payment',
  title: 'Waybill payment',
  description: 'Authorises, captures, releases and refunds the payments of orders; keeps their ledger.',
  settings,
  database: pg(),
  subscriptions,
  publishes: [
    PaymentUndecided,
    PaymentAuthorised,
    PaymentDeclined,
    PaymentCaptured,
    PaymentReleased,
    PaymentRefunded,
  ],
  controllers: [PaymentsController],
  providers: (config) => [
    Payments,
    Receipts,
    PaymentQueries,
    DecidePayment,
    RiskCheck,
    { provide: RISK_LIMIT, useValue: config.paymentRiskLimit },
    ...simulatedPayments(config),
    faultyPayments,
  ],
});
