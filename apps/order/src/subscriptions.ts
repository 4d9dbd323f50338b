import { OrderPlaced } from '@waybill/contracts';
import { consumer, on } from '@waybill/messaging';
import { SettleOrderWhenOrderPlaced } from './application/settle-order-when-order-placed.handler.js';

/** Everything that this service consumes. */
export const subscriptions = [
  // An order has only one `order.placed`, so its events need no ordering; the lock and status of its row separate settling
  // and cancelling.
  consumer('order-settlement', { startFrom: 'beginning', ordering: 'none' }, [
    on(OrderPlaced, SettleOrderWhenOrderPlaced),
  ]),
];
