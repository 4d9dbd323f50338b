import type { Role } from '../messaging-options.js';

/** `degraded`: it works, and needs attention. `failing`: the work of its role cannot be done. */
export type HealthStatus = 'ok' | 'degraded' | 'failing';

/** What is known of one part. Name and role together are its identity, and the labels of its metric: declared words, never ids. */
export interface HealthCheck {
  /** Kebab-case: `database`, `broker`. */
  name: string;
  /** Whose work depends on it; `all` if every role's does. */
  role: Role | 'all';
  status: HealthStatus;
  /** The cause, for people. No addresses or credentials: anybody may read it. */
  detail?: string;
  /** What to do about it. */
  fix?: string;
}

/**
 * Answers at once from what it knows, and does not throw: what has to be asked for is asked in the background, so that
 * no probe waits behind requests.
 */
export type HealthSource = () => readonly HealthCheck[];

/** Every part of a process, gathered in one place. */
export class HealthSources {
  readonly #sources: HealthSource[] = [];

  add(source: HealthSource): void {
    this.#sources.push(source);
  }

  check(): HealthCheck[] {
    return this.#sources.flatMap((source) => source());
  }
}
