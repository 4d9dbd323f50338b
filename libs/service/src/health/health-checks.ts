import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import {
  HealthSources,
  obstacles,
  overallStatus,
  type HealthCheck,
  type HealthSource,
  type HealthStatus,
} from '@waybill/messaging';
import type { Role } from '../config/index.js';

/** A check and since when its status has been what it is, in UTC. */
export type ReportedCheck = HealthCheck & { since: string };

export interface HealthReport {
  /** `failing`: not ready. `degraded`: ready, and some part is not as it should be. */
  status: HealthStatus;
  ready: boolean;
  roles: Role[];
  checks: ReportedCheck[];
  /** Those that keep it from being ready. */
  obstacles: ReportedCheck[];
}

/** How exact "since when" is. */
const LOOK_MS = 1_000;

/** What a process knows of its own health. Each part of a service adds itself; see docs/health.md. */
export class HealthChecks implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #sources = new HealthSources();
  readonly #history = new Map<string, { status: HealthStatus; since: string }>();
  readonly #logger = new Logger('health');
  #looking: NodeJS.Timeout | undefined;

  constructor(
    private readonly roles: ReadonlySet<Role>,
    private readonly now: () => Date = () => new Date(),
  ) {}

  add(source: HealthSource): void {
    this.#sources.add(source);
  }

  /** At once, from what each part knows. */
  report(): HealthReport {
    const checks = this.#sources.check().map((check) => ({ ...check, since: this.sinceOf(check) }));
    const inTheWay = obstacles(checks, this.roles);
    return {
      status: overallStatus(checks, this.roles),
      ready: inTheWay.length === 0,
      roles: [...this.roles],
      checks,
      obstacles: inTheWay,
    };
  }

  /** Looks by itself too, so that a change has its time and its log line although nobody asks. */
  onApplicationBootstrap(): void {
    this.#looking = setInterval(() => this.report(), LOOK_MS);
    this.#looking.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#looking);
  }

  private sinceOf(check: HealthCheck): string {
    const key = `${check.name} ${check.role}`;
    const known = this.#history.get(key);
    if (known?.status === check.status) return known.since;
    const since = this.now().toISOString();
    this.#history.set(key, { status: check.status, since });
    if (known || check.status !== 'ok') this.say(check);
    return since;
  }

  private say({ name, role, status, detail, cure }: HealthCheck): void {
    const line = [`${name} (${role}): ${status}`, detail, cure].filter(Boolean).join('; ');
    if (status === 'ok') this.#logger.log(line);
    else this.#logger.warn(line);
  }
}
