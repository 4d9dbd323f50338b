import { backoffMs } from '../backoff.js';
import type { Delivery } from '../transport/transport.js';

/** Between probes. Short, because a probe costs one message's handler and no attempt. */
const PROBE = { baseMs: 500, maxMs: 5_000 };

export interface CircuitBreakerPorts {
  /** Pulls no more, and gives back what has not begun. */
  stopPulling: () => void;
  pullAgain: () => void;
  /** By `performance.now()`; for tests. */
  now?: () => number;
}

/**
 * Keeps one consumer from its handler while a dependency of that is down.
 *
 *   closed .... everything may run
 *     -> open ....... a handler said that its dependency is down; nothing is pulled
 *   open -> half-open  after a back-off: pulls again, the first message runs as the probe, the others wait behind it
 *   half-open -> open  the probe said so again: a longer back-off
 *             -> closed  the probe ended in any other way
 *
 * One for each process: a replica that alone has lost its way to the dependency leaves the messages to the others.
 */
export class CircuitBreaker {
  #state: 'closed' | 'open' | 'half-open' = 'closed';
  #down: { dependency: string; since: Date } | undefined;
  #probe: Delivery | undefined;
  readonly #behind = new Map<Delivery, () => void>();
  #failures = 0;
  #closedAt = -Infinity;
  #backoffMs = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #now: () => number;

  constructor(private readonly ports: CircuitBreakerPorts) {
    this.#now = ports.now ?? (() => performance.now());
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** What is down, as far as is known: nothing is known while half-open until a message comes. */
  get down(): { dependency: string; since: Date } | undefined {
    return this.#state === 'half-open' && !this.#probe ? undefined : this.#down;
  }

  /** Runs it now, or behind the probe. While open it is given back with all that has not begun. */
  admit(delivery: Delivery, run: () => void): void {
    if (this.#state === 'closed') return run();
    if (this.#state === 'open') return;
    if (this.#probe) this.#behind.set(delivery, run);
    else {
      this.#probe = delivery;
      run();
    }
  }

  /** A handler said that this is down. True if that was news. */
  open(dependency: string): boolean {
    if (this.#state === 'open') return false;
    const isNews = this.#down === undefined;
    this.#failures = this.continues() ? this.#failures + 1 : 1;
    this.#down = { dependency, since: this.#down?.since ?? new Date() };
    this.#state = 'open';
    this.#probe = undefined;
    this.#behind.clear();
    this.#backoffMs = backoffMs(this.#failures, PROBE);
    this.#timer = setTimeout(() => {
      this.#state = 'half-open';
      this.ports.pullAgain();
    }, this.#backoffMs);
    this.#timer.unref();
    this.ports.stopPulling();
    return isNews;
  }

  /** What begins to fail again as soon as it was let through has not been well in between. */
  private continues(): boolean {
    return this.#down !== undefined || this.#now() - this.#closedAt < this.#backoffMs;
  }

  /** It has run, and nobody said that its dependency is down. True if that closed the circuit. */
  ended(delivery: Delivery): boolean {
    if (this.#state !== 'half-open' || delivery !== this.#probe) return false;
    this.#state = 'closed';
    this.#down = undefined;
    this.#probe = undefined;
    this.#closedAt = this.#now();
    const behind = [...this.#behind.values()];
    this.#behind.clear();
    for (const run of behind) run();
    return true;
  }

  /** It was given back and does not run. */
  forget(delivery: Delivery): void {
    this.#behind.delete(delivery);
    if (delivery !== this.#probe) return;
    this.#probe = undefined;
    const [next] = this.#behind;
    if (!next) return;
    this.#behind.delete(next[0]);
    this.admit(...next);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
