import {
  CartUpdated,
  OrderCancelled,
  OrderConfirmed,
  OrderCustomerErased,
  ProductSearched,
  ProductViewed,
} from '@waybill/contracts';
import { consumer, on, onBatch } from '@waybill/messaging';
import { AdvanceFunnelWhenShopperActs } from './application/advance-funnel-when-shopper-acts.handler.js';
import { CountSalesWhenOrderConfirmed } from './application/count-sales-when-order-confirmed.handler.js';
import { ForgetCustomerWhenErased } from './application/forget-customer-when-erased.handler.js';
import { WithdrawSalesWhenOrderCancelled } from './application/withdraw-sales-when-order-cancelled.handler.js';
import { emptySessions } from './persistence/empty-sessions.sql.js';

/** Everything that this service consumes. Most of it in batches, because every effect is commutative. */
export const subscriptions = [
  consumer('analytics-sales', { startFrom: 'beginning' }, [
    onBatch(OrderConfirmed, CountSalesWhenOrderConfirmed),
  ]),
  consumer('analytics-withdrawals', { startFrom: 'beginning' }, [
    onBatch(OrderCancelled, WithdrawSalesWhenOrderCancelled),
  ]),
  consumer('analytics-funnel', { startFrom: 'beginning', empties: emptySessions }, [
    onBatch([ProductViewed, ProductSearched, CartUpdated], AdvanceFunnelWhenShopperActs, {
      maxWait: '200ms',
    }),
  ]),
  consumer('analytics-erasures', { startFrom: 'beginning', ordering: 'none' }, [
    on(OrderCustomerErased, ForgetCustomerWhenErased),
  ]),
];
