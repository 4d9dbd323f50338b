import type { Type } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { ConsumerDefinition } from '../consumer/define-consumer.js';
import { patternOf } from './event-pattern.js';
import type { RethrowFilter } from './rethrow.filter.js';

/** Marks our handlers, so that another transport of the same application leaves them alone. */
export const WAYBILL_TRANSPORT = Symbol('waybill-messaging');

/**
 * Nest binds message handlers to the methods of controllers only. Handlers are plain providers: this gives each of
 * them, where its module provides it, the metadata that says what it handles, and puts it among those that Nest
 * binds. So Nest creates and calls it as it does a controller, request scope included, and `subscriptions.ts` stays
 * the one place that says who handles what.
 *
 * To be called once Nest has registered its HTTP routes.
 *
 * @returns `errors`: a handler that no module provides, or one without `handle`. `withdraw` is to be called once Nest has
 * bound them: whatever is listed twice has its lifecycle hooks called twice
 */
export function presentHandlers(
  modules: ModulesContainer,
  consumers: readonly ConsumerDefinition[],
  rethrow: RethrowFilter,
): { errors: string[]; withdraw: () => void } {
  const errors: string[] = [];
  const withdrawals: (() => void)[] = [];
  for (const route of consumers.flatMap(({ routes }) => routes)) {
    const { handler } = route;
    const module = [...modules.values()].find(({ providers }) => providers.has(handler as Type));
    const provider = module?.providers.get(handler as Type);
    if (!module || !provider) {
      const events = route.contracts.map(({ name }) => name).join(', ');
      errors.push(
        `${handler.name} is to handle ${events}, and no module provides it: put it into the providers of the service`,
      );
      continue;
    }
    const prototype = Object.getPrototypeOf(provider.instance) as object;
    const handle = methodOf(prototype, 'handle');
    if (!handle) {
      errors.push(`${handler.name} is subscribed and has no method called handle(event, context)`);
      continue;
    }
    EventPattern(patternOf(route), WAYBILL_TRANSPORT)(prototype, 'handle', handle);
    Payload()(prototype, 'handle', 0);
    Ctx()(prototype, 'handle', 1);
    rethrow.under(prototype.constructor);
    module.controllers.set(handler as Type, provider as InstanceWrapper<object>);
    // Nest looks one of request scope up for each message.
    if (provider.isDependencyTreeStatic()) withdrawals.push(() => module.controllers.delete(handler as Type));
  }
  return { errors, withdraw: () => withdrawals.forEach((withdraw) => withdraw()) };
}

/** The method itself, inherited or not. */
function methodOf(prototype: object | null, name: string): PropertyDescriptor | undefined {
  if (!prototype || prototype === Object.prototype) return undefined;
  return (
    Object.getOwnPropertyDescriptor(prototype, name) ??
    methodOf(Object.getPrototypeOf(prototype) as object, name)
  );
}
