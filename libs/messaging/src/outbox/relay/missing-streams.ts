import { backoffMs } from '../../backoff.js';

const RETRY = { baseMs: 100, maxMs: 2_000 };

/**
 * Domains whose stream is missing: the broker lost it, or it is not declared yet. Their rows are skipped for growing
 * intervals, so that those of other domains get through; they use up no attempt, and are sent once the stream exists.
 */
export class MissingStreams {
  readonly #domains = new Map<string, { failures: number; until: number }>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  get domains(): string[] {
    return [...this.#domains.keys()];
  }

  /** Domains of which nothing is to be claimed yet. */
  get waiting(): string[] {
    const now = this.now();
    return Array.from(this.#domains).flatMap(([domain, { until }]) => (until > now ? [domain] : []));
  }

  /** No stream took this subject. True if that is new. */
  missed(subject: string): boolean {
    const domain = domainOf(subject);
    const known = this.#domains.get(domain);
    const now = this.now();
    // Of many rows that were sent together the first says it for all.
    if (known && known.until > now) return false;
    const failures = (known?.failures ?? 0) + 1;
    this.#domains.set(domain, { failures, until: now + backoffMs(failures, RETRY) });
    return !known;
  }

  /** A stream took this subject. True if that is new. */
  found(subject: string): boolean {
    return this.#domains.size > 0 && this.#domains.delete(domainOf(subject));
  }
}

/** A domain is a stream: see `contract/subject.ts`. */
function domainOf(subject: string): string {
  return subject.split('.', 1)[0]!;
}
