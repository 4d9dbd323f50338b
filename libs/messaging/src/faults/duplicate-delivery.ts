import type { Delivery, Subscriber } from '../transport/transport.js';
import type { FaultSwitches } from './fault-switches.js';

/**
 * The acknowledgement of each message's first delivery is lost, as on a broken connection, and the message given back
 * in its place: the broker really delivers it again, and only the inbox keeps its effects from happening twice.
 */
export function duplicatingDeliveries(switches: FaultSwitches, subscriber: Subscriber): Subscriber {
  const fault = switches.declare({
    name: 'duplicate-delivery',
    title: 'Duplicate delivery',
    description: 'The broker delivers every message a second time, after it took effect.',
    kind: 'toggle',
    max: 1,
  });
  return {
    subscribe: (consumer, onDelivery) =>
      subscriber.subscribe(consumer, (delivery) =>
        onDelivery(fault.value > 0 && delivery.deliveryCount === 1 ? losingItsAck(delivery) : delivery),
      ),
  };
}

function losingItsAck(delivery: Delivery): Delivery {
  return Object.assign(delivery, { ack: () => delivery.nak(0) });
}
