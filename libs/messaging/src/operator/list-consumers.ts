import { DEAD_STREAM } from '../dead-letter/subjects.js';
import type { NotPulling } from '../inspection/protocol.js';
import type { ConsumerStatus, StreamReader } from '../transport/stream-transport.js';
import type { DurableState, PlatformSurvey, SurveyedDurable } from './platform-survey.js';

/** One consumer, its durables added up. */
export interface ListedConsumer {
  consumer: string;
  service: string;
  streams: string[];
  durables: number;
  /** Durables that no running process pulls from: see `prune`. */
  undeclared: number;
  pending: number;
  ackPending: number;
  /** How long ago the oldest message was stored that it has not handled. Null: it has handled all. */
  oldestSeconds: number | null;
  state: DurableState;
  /** Why its processes do not pull for it, a pause first; none if they all do. */
  notPulling: readonly NotPulling[];
}

/** Consumers by service and name. Durables that no process pulls from are not counted if the consumer has others. */
export async function listConsumers(
  reader: Pick<StreamReader, 'readPage'>,
  { durables, notPulling }: PlatformSurvey,
): Promise<ListedConsumer[]> {
  const groups = new Map<string, SurveyedDurable[]>();
  for (const durable of durables) {
    const key = `${durable.service} ${durable.consumer}`;
    groups.set(key, [...(groups.get(key) ?? []), durable]);
  }
  const keys = [...groups.keys()].sort();
  return Promise.all(keys.map((key) => listed(reader, groups.get(key)!, notPulling)));
}

async function listed(
  reader: Pick<StreamReader, 'readPage'>,
  all: readonly SurveyedDurable[],
  notPulling: PlatformSurvey['notPulling'],
): Promise<ListedConsumer> {
  const { consumer, service } = all[0]!;
  const declared = all.filter(({ state }) => state === 'declared');
  const counted = (declared.length > 0 ? declared : all).map(({ status }) => status);
  const ages = await Promise.all(counted.map((status) => oldestSeconds(reader, status)));
  const waiting = ages.filter((age) => age !== null);
  return {
    consumer,
    service,
    streams: [...new Set(counted.map(({ stream }) => stream))]
      .filter((stream) => stream !== DEAD_STREAM)
      .sort(),
    durables: all.length,
    undeclared: all.length - declared.length,
    pending: sum(counted.map(({ numPending }) => numPending)),
    ackPending: sum(counted.map(({ numAckPending }) => numAckPending)),
    oldestSeconds: waiting.length > 0 ? Math.max(...waiting) : null,
    state: declared.length > 0 ? 'declared' : all[0]!.state,
    notPulling: stopsOf(consumer, notPulling.get(service) ?? []),
  };
}

/** A pause holds for every process, the others for some. */
function stopsOf(consumer: string, stops: readonly NotPulling[]): NotPulling[] {
  const own = stops.filter((stop) => stop.consumer === consumer);
  return [
    ...own.filter(({ cause }) => cause === 'paused').slice(0, 1),
    ...own.filter(({ cause }) => cause !== 'paused'),
  ];
}

async function oldestSeconds(
  reader: Pick<StreamReader, 'readPage'>,
  { stream, filters, completedTo, numPending, numAckPending, observedAt }: ConsumerStatus,
): Promise<number | null> {
  if (numPending + numAckPending === 0) return null;
  const from = { after: completedTo };
  const pages = await Promise.all(
    filters.map((filter) => reader.readPage(stream, { filter, from, limit: 1 })),
  );
  const times = pages.flat().map(({ storedAt }) => storedAt);
  return times.length > 0 ? Math.max(0, (observedAt - Math.min(...times)) / 1000) : null;
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}
