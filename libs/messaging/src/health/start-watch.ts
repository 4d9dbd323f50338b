import { BrokerDenied } from '../errors.js';
import type { HealthCheck } from './health-check.js';

/** A start that takes longer is held up by something: what does not need it is served meanwhile. */
const PATIENCE_MS = 5_000;

/**
 * Holds readiness back for the moment that a start takes: usually streams and consumers are there when the first
 * request comes. It does not hold it back for an outage.
 */
export class StartWatch {
  #beganAt: number | undefined;
  #unfinished: string | undefined = 'streams and consumers are not set up yet';

  constructor(private readonly now: () => number = () => performance.now()) {}

  begin(): void {
    this.#beganAt = this.now();
  }

  /** @param what as in `cannot ${what} yet` */
  failed(what: string, error: unknown): void {
    this.#unfinished = `cannot ${what} yet: ${reasonOf(error)}`;
  }

  finish(): void {
    this.#unfinished = undefined;
  }

  /** Why the start is not over; undefined once it is. */
  get unfinished(): string | undefined {
    return this.#unfinished;
  }

  check = (): HealthCheck[] => {
    const isHeld =
      this.#unfinished !== undefined &&
      (this.#beganAt === undefined || this.now() - this.#beganAt < PATIENCE_MS);
    const check: HealthCheck = { name: 'start', role: 'all', status: isHeld ? 'failing' : 'ok' };
    return [isHeld ? { ...check, detail: this.#unfinished } : check];
  };
}

/** A code where there is one: messages name addresses. What is denied to this user, though, nobody can guess. */
function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === 'string' && !(error instanceof BrokerDenied) ? code : String(message);
}
