import type { ConsumerPause } from './pauses.sql.js';

/** A consumer for which a process does not pull at the moment. */
export interface NotPulling {
  consumer: string;
  /** An operator paused it, or its handler threw `DependencyDown`. */
  cause: 'paused' | 'dependency-down';
  /** ISO 8601. */
  since: string;
  /** When a pause ends by itself. */
  until?: string;
  /** The operator's reason, or the dependency. */
  detail?: string;
}

export function asNotPulling({ consumer, pausedAt, until, reason }: ConsumerPause): NotPulling {
  return {
    consumer,
    cause: 'paused',
    since: pausedAt.toISOString(),
    ...(until && { until: until.toISOString() }),
    ...(reason && { detail: reason }),
  };
}
