import type { ConsumerPlan } from '../consumer/plan.js';
import {
  distinctContracts,
  jsonSchemaOf,
  keyFieldsOf,
  versionsOf,
  type EventContract,
} from '../contract/index.js';
import { wireFormOf } from '../contract/json-schema.js';
import type {
  ConsumerDescription,
  ContractDescription,
  DeclaredMessaging,
  Presence,
  ServiceDescription,
} from './protocol.js';

export function describeService(
  presence: Presence,
  publishes: readonly EventContract[],
  plans: readonly ConsumerPlan[],
  concurrency: number,
): ServiceDescription {
  return { ...presence, concurrency, ...describeMessaging(publishes, plans) };
}

/** What a service declares in code: the events that it publishes, and its consumers. */
export function describeMessaging(
  publishes: readonly EventContract[],
  plans: readonly ConsumerPlan[],
): DeclaredMessaging {
  const read = plans.flatMap(({ routes }) => [...routes.values()].flatMap(({ contracts }) => contracts));
  return {
    publishes: publishes.map(({ type, version, stream, subjectTemplate }) => ({
      type,
      version,
      stream,
      subjectTemplate,
    })),
    consumers: plans.filter(({ replays }) => !replays).map(describeConsumer),
    contracts: distinctContracts([...publishes, ...read]).map(describeContract),
  };
}

function describeContract(contract: EventContract): ContractDescription {
  const { name, type, version, owner, stream, subjectTemplate, since, example } = contract;
  const wire = wireFormOf(contract);
  return {
    name,
    type,
    version,
    owner,
    stream,
    subjectTemplate,
    key: keyFieldsOf(contract),
    ...(contract.claimCheck && { claimCheck: true }),
    since,
    example,
    schema: jsonSchemaOf(contract),
    ...(wire && { wire }),
  };
}

function describeConsumer({ consumer, declaration, routes }: ConsumerPlan): ConsumerDescription {
  const subscriptions = [...routes.values()];
  return {
    consumer: consumer.name,
    formerly: consumer.formerly,
    durable: declaration.name,
    ignores: consumer.ignores,
    stream: declaration.stream,
    filters: declaration.filters,
    concurrency: declaration.maxAckPending,
    mode: consumer.mode,
    attempts: Math.max(...subscriptions.map(({ retry }) => retry.attempts)),
    ...(consumer.rate && { rate: consumer.rate }),
    routes: [...routes].map(([type, { handler, contracts }]) => ({
      type,
      handler: handler.name,
      versions: contracts
        .filter((contract) => contract.type === type)
        .flatMap(versionsOf)
        .map(({ version }) => version),
    })),
  };
}
