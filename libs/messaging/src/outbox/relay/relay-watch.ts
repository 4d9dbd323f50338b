import type { HealthCheck } from '../../health/health-check.js';
import { whyUnavailable } from '../../sql/database-state.js';
import { DatabaseReadOnly } from './own-session.js';

export interface WatchedRelay {
  /** Domains whose events no stream takes. */
  missing: () => readonly string[];
  isPaused: () => boolean;
  /** A session that is lost is replaced within seconds. */
  graceMs: number;
  now?: () => number;
}

/** The health of a relay, apart from the broker's. */
export class RelayWatch {
  readonly #now: () => number;
  #without: { since: number; reason: string } | undefined;

  constructor(private readonly relay: WatchedRelay) {
    this.#now = relay.now ?? (() => performance.now());
    this.#without = { since: this.#now(), reason: 'it has not joined yet' };
  }

  joined(): void {
    this.#without = undefined;
  }

  lost(error: unknown): void {
    const reason = error instanceof DatabaseReadOnly ? 'the database is read-only' : whyUnavailable(error);
    this.#without = { since: this.#without?.since ?? this.#now(), reason };
  }

  check(): HealthCheck[] {
    return [{ name: 'relay', role: 'relay', ...this.verdict() }];
  }

  private verdict(): Omit<HealthCheck, 'name' | 'role'> {
    if (this.#without) {
      const { since, reason } = this.#without;
      const status = this.#now() - since >= this.relay.graceMs ? 'failing' : 'degraded';
      return { status, detail: `sends nothing: ${reason}`, fix: 'see the check of the database' };
    }
    if (this.relay.isPaused()) {
      return { status: 'degraded', detail: 'paused by a fault switch', fix: 'switch relay-paused off' };
    }
    const missing = this.relay.missing();
    if (missing.length === 0) return { status: 'ok' };
    return {
      status: 'degraded',
      detail: `no stream takes the events of ${missing.join(', ')}: their rows wait`,
      fix: 'start the service that owns them: it creates the stream',
    };
  }
}
