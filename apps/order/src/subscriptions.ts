import { OrderPlaced } from '@waybill/contracts';
import { consumer, on } from '@waybill/messaging';
import { SettleOrderWhenOrderPlaced } from './application/settle-order-when-order-placed.handler.js';

/** Everything that this service listens to. */
export const subscriptions = [
  // An order is placed once, so there is no order to keep among the events of one key; its row's lock and
  // status stand between settling and cancelling.
  consumer('order-settlement', { startFrom: 'beginning', ordering: 'none' }, [
    on(OrderPlaced, SettleOrderWhenOrderPlaced),
  ]),
];
