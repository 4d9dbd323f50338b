import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import {
  HealthSources,
  obstacles,
  overallStatus,
  type HealthCheck,
  type HealthSource,
  type HealthStatus,
} from '@waybill/messaging/operations';
import type { Role } from '../config/index.js';

/** A check and the time since which it has had its status, in UTC. */
export type ReportedCheck = HealthCheck & { since: string };

export interface HealthReport {
  /** `failing`: not ready. `degraded`: ready, but some part needs attention. */
  status: HealthStatus;
  ready: boolean;
  roles: Role[];
  checks: ReportedCheck[];
  /** The checks that keep the process from being ready. */
  obstacles: ReportedCheck[];
}

/** The precision of `since`. */
const INTERVAL_MS = 1_000;

/** The health of the process. Each part of a service adds its own checks; see docs/health.md. */
export class HealthChecks implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #sources = new HealthSources();
  readonly #history = new Map<string, { status: HealthStatus; since: string }>();
  readonly #logger = new Logger('health');
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly roles: ReadonlySet<Role>,
    private readonly now: () => Date = () => new Date(),
  ) {}

  add(source: HealthSource): void {
    this.#sources.add(source);
  }

  /** Does not wait for anything: each part knows its status. */
  report(): HealthReport {
    const checks = this.#sources.check().map((check) => ({ ...check, since: this.sinceOf(check) }));
    const failing = obstacles(checks, this.roles);
    return {
      status: overallStatus(checks, this.roles),
      ready: failing.length === 0,
      roles: [...this.roles],
      checks,
      obstacles: failing,
    };
  }

  /** Also checks at intervals, so that a change gets its time and its log line even without a request. */
  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.report(), INTERVAL_MS);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  private sinceOf(check: HealthCheck): string {
    const key = `${check.name} ${check.role}`;
    const known = this.#history.get(key);
    if (known?.status === check.status) return known.since;
    const since = this.now().toISOString();
    this.#history.set(key, { status: check.status, since });
    if (known || check.status !== 'ok') this.log(check);
    return since;
  }

  private log({ name, role, status, detail, fix }: HealthCheck): void {
    const line = [`${name} (${role}): ${status}`, detail, fix].filter(Boolean).join('; ');
    if (status === 'ok') this.#logger.log(line);
    else this.#logger.warn(line);
  }
}
