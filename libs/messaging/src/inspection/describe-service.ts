import type { ConsumerPlan } from '../consumer/plan.js';
import type { EventContract } from '../contract/index.js';
import type { ConsumerDescription, Presence, ServiceDescription } from './protocol.js';

/** What a service declares in code: what it publishes, and who of it listens to what. */
export function describeService(
  presence: Presence,
  publishes: readonly EventContract[],
  plans: readonly ConsumerPlan[],
  concurrency: number,
): ServiceDescription {
  return {
    ...presence,
    concurrency,
    publishes: publishes.map(({ type, version, stream, subjectTemplate }) => ({
      type,
      version,
      stream,
      subjectTemplate,
    })),
    consumers: plans.map(describeConsumer),
  };
}

function describeConsumer({ identity, declaration, routes }: ConsumerPlan): ConsumerDescription {
  const subscriptions = [...routes.values()];
  return {
    identity,
    durable: declaration.name,
    stream: declaration.stream,
    filter: declaration.filter,
    concurrency: declaration.maxAckPending,
    mode: subscriptions[0]!.mode,
    attempts: Math.max(...subscriptions.map(({ retry }) => retry.attempts)),
    routes: [...routes].map(([type, { handler }]) => ({ type, handler: handler.name })),
  };
}
