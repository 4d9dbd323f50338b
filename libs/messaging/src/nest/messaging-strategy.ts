import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type { ConsumerDefinition } from '../consumer/define-consumer.js';
import type { Invoke } from '../consumer/work.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import { patternOf } from './event-pattern.js';
import { WAYBILL_TRANSPORT } from './present-handlers.js';

/**
 * Delivery as a Nest transport: each message runs through Nest's own pipeline, so guards, pipes,
 * interceptors and exception filters apply to event handlers as to any controller.
 */
export class MessagingStrategy extends Server implements CustomTransportStrategy {
  override transportId = WAYBILL_TRANSPORT;
  /** The dispatcher awaits the handler and decides by its error; Nest need not report it too. */
  override readonly propagatesEventHandlerErrors = true;

  constructor(
    readonly consumers: readonly ConsumerDefinition[],
    private readonly start: () => Promise<void>,
  ) {
    super();
  }

  /** Calls the handler that Nest has registered for the subscription, and waits for all of it. */
  readonly invoke: Invoke<SqlTransaction> = async (subscription, payload, context) => {
    // `presentHandlers` has made sure of it.
    const handler = this.messageHandlers.get(patternOf(subscription))!;
    await lastValueFrom(this.transformToObservable(await handler(payload, context)), {
      defaultValue: undefined,
    });
  };

  /**
   * Does not wait for the broker: readiness reports when it is available, and what needs no broker is served
   * meanwhile. If streams or consumers cannot be made as declared, the process ends with an uncaught error.
   */
  listen(callback: () => void): void {
    void this.start();
    callback();
  }

  /** The drain is `MessagingModule`'s, in its own order. */
  close(): void {}

  on(): never {
    throw new Error('the messaging transport has no events of its own: see MessagingHealth');
  }

  unwrap<T>(): T {
    throw new Error('the messaging transport wraps no single server: inject what you need instead');
  }
}
