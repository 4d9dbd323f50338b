import { InvalidMessage, Outbox } from '@waybill/messaging';
import { EVENTS } from './test-order.js';

const MAX_BYTES = 4_000;

/** As for a broker with a small `max_payload`: a larger event is refused at append. */
export class OutboxOfSmallBroker extends Outbox {
  constructor() {
    super('order', EVENTS);
  }

  override async publish(...args: Parameters<Outbox['publish']>): Promise<string> {
    assertFits(args[2]);
    return super.publish(...args);
  }

  override async publishAll(...args: Parameters<Outbox['publishAll']>): Promise<string[]> {
    args[2].forEach(assertFits);
    return super.publishAll(...args);
  }
}

function assertFits(data: unknown): void {
  if (JSON.stringify(data).length > MAX_BYTES) throw new InvalidMessage('more than the broker accepts');
}
