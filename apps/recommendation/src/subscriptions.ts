import {
  CartUpdated,
  OrderCancelled,
  OrderConfirmed,
  OrderCustomerErased,
  ProductViewed,
} from '@waybill/contracts';
import { consumer, on, onBatch } from '@waybill/messaging';
import { ForgetBasketWhenOrderCancelled } from './application/forget-basket-when-order-cancelled.handler.js';
import { ForgetCustomerWhenErased } from './application/forget-customer-when-erased.handler.js';
import { LearnBasketWhenOrderConfirmed } from './application/learn-basket-when-order-confirmed.handler.js';
import { LearnInterestWhenShopperBrowses } from './application/learn-interest-when-shopper-browses.handler.js';

/** Everything that this service consumes. */
export const subscriptions = [
  consumer('recommendation-baskets', { startFrom: 'beginning' }, [
    on(OrderConfirmed, LearnBasketWhenOrderConfirmed),
    on(OrderCancelled, ForgetBasketWhenOrderCancelled),
  ]),
  consumer('recommendation-interests', { startFrom: 'beginning' }, [
    onBatch([ProductViewed, CartUpdated], LearnInterestWhenShopperBrowses, { maxWait: '200ms' }),
  ]),
  consumer('recommendation-erasures', { startFrom: 'beginning', ordering: 'none' }, [
    on(OrderCustomerErased, ForgetCustomerWhenErased),
  ]),
];
