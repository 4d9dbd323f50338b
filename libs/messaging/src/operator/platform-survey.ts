import { replayDurableOf } from '../consumer/plan.js';
import { DEAD_STREAM } from '../dead-letter/subjects.js';
import type { ConsumerDescription, NotPulling } from '../inspection/protocol.js';
import { NAMESPACE_MARK, OWNER } from '../transport/metadata.js';
import type { ConsumerStatus, StreamReader, StreamStatus } from '../transport/stream-transport.js';
import type { ServiceLink } from './service-link.js';

/** A durable with our metadata, and what running processes declare of it. */
export interface SurveyedDurable {
  status: ConsumerStatus;
  service: string;
  consumer: string;
  /** Of the running processes, those that declare this consumer, under this name or as a former one. */
  declarations: readonly ConsumerDescription[];
  state: DurableState;
}

/** `declared`: a running process pulls from it. `silent`: no process of its service replies. */
export type DurableState = 'declared' | 'undeclared' | 'silent';

export interface PlatformSurvey {
  durables: readonly SurveyedDurable[];
  streams: readonly StreamStatus[];
  /** What running processes declare, by service; an empty list if none replies. */
  consumers: ReadonlyMap<string, readonly ConsumerDescription[]>;
  /** What running processes do not pull for, by service. */
  notPulling: ReadonlyMap<string, readonly NotPulling[]>;
  /** Streams that a running process publishes to or listens to. */
  used: ReadonlySet<string>;
}

/**
 * Looks at everything on the broker that has our metadata, and asks every process of every service.
 *
 * @param services that may be running and have nothing on the broker yet
 * @throws BrokerUnavailable
 */
export async function surveyPlatform(
  reader: Pick<StreamReader, 'streamNames' | 'streamStatus' | 'durables'>,
  link: Pick<ServiceLink, 'describe'>,
  services: readonly string[],
): Promise<PlatformSurvey> {
  const all = await reader.streamNames();
  const statuses = await Promise.all(all.map((name) => reader.streamStatus(name)));
  // A namespace on the same broker belongs to another platform.
  const streams = statuses
    .filter((status) => status !== undefined)
    .filter(({ metadata }) => !(NAMESPACE_MARK in metadata));
  const names = streams.map(({ name }) => name);
  const ours = (await Promise.all(names.map((name) => reader.durables(name))))
    .flat()
    .filter(({ metadata }) => metadata[OWNER.consumer] && metadata[OWNER.service]);
  const owners = [...ours, ...streams].flatMap(({ metadata }) => metadata[OWNER.service] ?? []);
  const asked = [...new Set([...services, ...owners])].sort();
  const descriptions = await Promise.all(asked.map((service) => link.describe(service)));
  const consumers = new Map(
    asked.map((service, index) => [service, descriptions[index]!.flatMap((each) => each.consumers)]),
  );
  const used = descriptions.flat().flatMap((each) => [...each.publishes, ...each.consumers]);
  return {
    streams,
    consumers,
    notPulling: new Map(
      asked.map((service, index) => [service, descriptions[index]!.flatMap((each) => each.notPulling ?? [])]),
    ),
    // A stream of payloads is used as long as its stream of events is: see `payloadStreamOf`.
    used: new Set([DEAD_STREAM, ...used.flatMap(({ stream }) => [stream, `${stream}_PAYLOADS`])]),
    durables: ours.map((status) => surveyed(status, consumers.get(status.metadata[OWNER.service]!)!)),
  };
}

function surveyed(status: ConsumerStatus, declared: readonly ConsumerDescription[]): SurveyedDurable {
  const { stream, name, metadata } = status;
  const consumer = metadata[OWNER.consumer]!;
  const declarations = declared.filter((each) => namesIn(each).includes(consumer));
  const isDeclared = declarations.some((each) =>
    stream === DEAD_STREAM
      ? namesIn(each).some((each) => replayDurableOf(each) === name)
      : each.stream === stream && each.durable === name,
  );
  const state = isDeclared ? 'declared' : declared.length > 0 ? 'undeclared' : 'silent';
  return { status, service: metadata[OWNER.service]!, consumer, declarations, state };
}

/** The present name, and former ones. */
export function namesIn({ consumer, formerly }: ConsumerDescription): string[] {
  return [consumer, ...formerly];
}
