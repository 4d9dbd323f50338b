import { streamOf, type EventContract } from './contract/index.js';
import { replayConsumer } from './consumer/consumer-runtime.js';
import type { ConsumerPlan } from './consumer/plan.js';
import { ALL_DEAD_SUBJECTS, DEAD_STREAM } from './dead-letter/subjects.js';
import type { StreamDeclaration, Topology } from './transport/transport.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Long enough that a service added later can replay a season; the database keeps what must be kept for ever. */
const EVENT_MAX_AGE_MS = 90 * DAY_MS;
const DEAD_MAX_AGE_MS = 90 * DAY_MS;
/** An optimisation only (the inbox is the guarantee), and it costs the server memory: kept at its default. */
const DUPLICATE_WINDOW_MS = 2 * 60 * 1000;

function stream(name: string, subject: string, maxAgeMs: number, replicas: number): StreamDeclaration {
  return { name, subjects: [subject], maxAgeMs, duplicateWindowMs: DUPLICATE_WINDOW_MS, replicas };
}

/**
 * What a service needs of the broker: the stream of each domain that it publishes to or listens to, the
 * `DEAD` stream, its durables. Every service derives a stream alike, so it does not matter who comes first.
 */
export function topologyOf(
  service: string,
  contracts: readonly EventContract[],
  plans: readonly ConsumerPlan[],
  { ackWaitMs, replicas }: { ackWaitMs: number; replicas: number },
): Topology {
  const domains = [...new Set(contracts.map(({ domain }) => domain))];
  return {
    streams: [
      ...domains.map((domain) => stream(streamOf(domain), `${domain}.>`, EVENT_MAX_AGE_MS, replicas)),
      stream(DEAD_STREAM, ALL_DEAD_SUBJECTS, DEAD_MAX_AGE_MS, replicas),
    ],
    consumers:
      plans.length === 0
        ? []
        : [...plans.map(({ declaration }) => declaration), replayConsumer(service, ackWaitMs)],
  };
}
