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
    consumers: plans.filter(({ replays }) => !replays).map(describeConsumer),
  };
}

function describeConsumer({ consumer, declaration, routes }: ConsumerPlan): ConsumerDescription {
  const subscriptions = [...routes.values()];
  return {
    consumer: consumer.name,
    formerly: consumer.formerly,
    durable: declaration.name,
    stream: declaration.stream,
    filters: declaration.filters,
    concurrency: declaration.maxAckPending,
    mode: consumer.mode,
    attempts: Math.max(...subscriptions.map(({ retry }) => retry.attempts)),
    routes: [...routes].map(([type, { handler }]) => ({ type, handler: handler.name })),
  };
}
