/**
 * `GET /api/overview`: is anything wrong? It asks no more than the other pages do, at most once a second for all who
 * ask. Rates are over the last ten seconds.
 */
export interface OverviewResponse {
  /** When the platform was looked at. */
  at: string;
  /** The worst first; empty if all is well. */
  findings: Finding[];
  /** Every service that the console has heard from since it started. */
  services: ServiceOverview[];
  figures: OverviewFigures;
  /** What is still normal: a finding begins above it. */
  normal: NormalLimits;
}

export interface Finding {
  /** The same while it lasts: `service-down:order`. */
  id: string;
  severity: 'bad' | 'warn';
  sentence: string;
  /** When it began, or if that is not known, when the console first saw it. */
  since: string;
  /** `since` is when the console first saw it: it may have begun before. */
  atLeast: boolean;
  /** The page that shows its cause. */
  href: string;
  /** Where the console knows it from, and over which range. */
  source: string;
}

export interface ServiceOverview {
  service: string;
  up: boolean;
  /** Those that are up, the latest started first. */
  processes: { instance: string; startedAt: string; roles: string[] }[];
}

export interface OverviewFigures {
  /** Null: the index of dead letters cannot be read. */
  openDeadLetters: number | null;
  /** The row that has waited longest in an outbox; null if none waits. */
  oldestInOutbox: { service: string; seconds: number } | null;
  /** The consumer with most work waiting; null if nothing waits, or how long it takes is not known. */
  largestBacklog: { consumer: string; pending: number; workSeconds: number } | null;
}

export interface NormalLimits {
  /** A row that is older than this in an outbox is late. */
  outboxSeconds: number;
  /** A backlog that would take a consumer longer than this, if nothing more arrived, is too long. */
  backlogSeconds: number;
}
