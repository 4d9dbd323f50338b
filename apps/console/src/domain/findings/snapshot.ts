import type {
  DeadLetterGroup,
  FaultSwitch,
  Finding,
  NormalLimits,
  ServiceOutbox,
  StreamsResponse,
} from '@waybill/console-api';
import type { Presence, ServiceDescription } from '@waybill/messaging/operations';

/** What the console knows of the platform at one time. */
export interface PlatformSnapshot {
  at: Date;
  broker: StreamsResponse;
  /**
   * The broker has been reachable for as long as a service may take to be heard again: only then does silence say that
   * it is down.
   */
  settled: boolean;
  services: readonly ServiceSeen[];
  outboxes: readonly ServiceOutbox[];
  /** With open letters; undefined if the index cannot be read. */
  groups: readonly DeadLetterGroup[] | undefined;
  switches: readonly FaultSwitch[];
}

export interface ServiceSeen {
  name: string;
  up: boolean;
  /** Processes that are up. */
  instances: readonly Pick<Presence, 'instance' | 'startedAt' | 'roles' | 'drifts' | 'health' | 'waiting'>[];
  description: Pick<ServiceDescription, 'publishes' | 'consumers'> | undefined;
}

/** A finding, with its beginning only if what was seen says when that was. */
export type Seen = Omit<Finding, 'since' | 'atLeast'> & { since?: string };

/**
 * Rows leave an outbox within a second, and a consumer handles what arrives; these leave room for a burst and for the
 * pause while a process is replaced.
 */
export const NORMAL: NormalLimits = { outboxSeconds: 10, backlogSeconds: 30 };

export function secondsBefore(at: Date, seconds: number): string {
  return new Date(at.getTime() - seconds * 1_000).toISOString();
}

/** `1 row`, `1,200 rows`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}
