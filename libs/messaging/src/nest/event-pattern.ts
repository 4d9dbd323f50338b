import type { EventSubscription } from '../consumer/subscription.js';

/** The pattern under which Nest knows a subscription's handler: one per handler class. */
export function patternOf({ handler }: Pick<EventSubscription, 'handler'>): string {
  return `waybill:${handler.name}`;
}
