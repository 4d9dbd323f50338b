import { Amount } from '@waybill/contracts';
import { commaList, duration, setting, wholeNumber, type ServiceConfig } from '@waybill/service';

const MAX_UNDECIDED_S = 86_400;

export const settings = {
  paymentRiskLimit: setting(
    'PAYMENT_RISK_LIMIT',
    Amount.optional(),
    'Payments that take what one customer has requested within 24 hours above this amount are declined; no limit if unset',
  ),
  paymentDeclineOver: setting(
    'PAYMENT_DECLINE_OVER',
    Amount.optional(),
    'The simulated payment provider declines amounts above this one; no limit if unset',
  ),
  paymentDeclineCustomers: setting(
    'PAYMENT_DECLINE_CUSTOMERS',
    commaList.default(['declined-*']),
    'Customers that the simulated payment provider declines, comma-separated; a trailing * matches any suffix',
  ),
  paymentUndecidedCustomers: setting(
    'PAYMENT_UNDECIDED_CUSTOMERS',
    commaList.default(['undecided-*']),
    'Customers about whom the simulated payment provider is undecided at first, likewise',
  ),
  paymentUndecidedPercent: setting(
    'PAYMENT_UNDECIDED_PERCENT',
    wholeNumber(0, 100).default(0),
    'The share of all orders about which it is undecided at first, in percent',
  ),
  paymentUndecidedMs: setting(
    'PAYMENT_UNDECIDED_FOR',
    duration(MAX_UNDECIDED_S).prefault('60s'),
    'How long it stays undecided about those',
  ),
  paymentDelayMs: setting(
    'PAYMENT_DELAY_MS',
    wholeNumber(0, 30_000).default(0),
    'How long the simulated payment provider takes to respond, in milliseconds',
  ),
};

export type PaymentConfig = ServiceConfig<typeof settings>;
