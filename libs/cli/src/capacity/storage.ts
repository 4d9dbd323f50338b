import type { Coefficients } from './coefficients.js';
import type { Counts, Scenario } from './scenario.js';

const DAY = 86_400;
/** What the platform keeps by default: outbox and inbox, and the streams. */
export const ROWS_KEPT_DAYS = 7;
export const STREAMS_KEPT_DAYS = 90;

/** In bytes. */
export interface Storage {
  readonly perDay: Stored;
  /** Once as much is deleted as comes. */
  readonly kept: Stored;
  /** Seconds until the disk of a broker is full; Infinity if it holds what is kept, undefined without `diskGb`. */
  readonly diskFullSeconds?: number;
}

export interface Stored {
  /** With all copies. */
  readonly streams: number;
  readonly outboxes: number;
  readonly inboxes: number;
}

/** What is stored of an event, handled or not: a stream keeps messages by age. */
export function storageOf(scenario: Scenario, { brokers }: Counts, measured: Coefficients): Storage {
  const { ordersPerSecond, eventsPerOrder, consumers, messageBytes, streamReplicas, diskGb } = scenario;
  const perDay = ordersPerSecond * eventsPerOrder * DAY;
  const overhead = (bytes: number) => messageBytes + bytes - measured.body;
  const stored: Stored = {
    streams: perDay * overhead(measured.stream) * streamReplicas,
    outboxes: perDay * overhead(measured.outboxRow),
    inboxes: perDay * consumers * measured.inboxRow,
  };
  const kept: Stored = {
    streams: stored.streams * STREAMS_KEPT_DAYS,
    outboxes: stored.outboxes * ROWS_KEPT_DAYS,
    inboxes: stored.inboxes * ROWS_KEPT_DAYS,
  };
  if (diskGb === undefined) return { perDay: stored, kept };
  const fullAfterDays = (diskGb * 1e9 * brokers) / stored.streams;
  return {
    ...{ perDay: stored, kept },
    diskFullSeconds: fullAfterDays < STREAMS_KEPT_DAYS ? fullAfterDays * DAY : Infinity,
  };
}
