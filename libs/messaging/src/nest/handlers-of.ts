import { Controller, UseFilters, type Type } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { ConsumerDefinition } from '../consumer/define-consumer.js';
import { WiringRefused } from '../errors.js';
import { patternOf } from './event-pattern.js';
import { RethrowFilter } from './rethrow.filter.js';

/** Marks our handlers, so that another transport of the same application leaves them alone. */
export const WAYBILL_TRANSPORT = Symbol('waybill-messaging');

/**
 * The handler classes of a service's subscriptions, for the `controllers` of its module. Nest calls event
 * handlers on controllers only; their metadata is put on here, so that `subscriptions.ts` stays the one
 * place that says who handles what.
 *
 * @throws WiringRefused a handler class without `handle`
 */
export function handlersOf(subscriptions: readonly ConsumerDefinition[]): Type[] {
  const routes = subscriptions.flatMap((consumer) => consumer.routes);
  return routes.map((subscription) => {
    const { handler } = subscription;
    const prototype = handler.prototype as object;
    const handle = Object.getOwnPropertyDescriptor(prototype, 'handle');
    if (!handle) {
      throw new WiringRefused([
        `${handler.name} is subscribed and has no method of its own called handle(event, context)`,
      ]);
    }
    Controller()(handler);
    // On the class: Nest registers the handlers while it connects the transport, too early for a global filter.
    UseFilters(RethrowFilter)(handler);
    EventPattern(patternOf(subscription), WAYBILL_TRANSPORT)(prototype, 'handle', handle);
    Payload()(prototype, 'handle', 0);
    Ctx()(prototype, 'handle', 1);
    return handler as Type;
  });
}
