import type { z } from 'zod';

export interface ServiceLinkOptions {
  url: string;
  signal: AbortSignal;
  log: (message: string) => void;
  fetch: typeof fetch;
  now: () => number;
}

interface Call {
  method?: 'GET' | 'POST';
  body?: unknown;
  headers?: Record<string, string>;
}

const TIMEOUT_MS = 10_000;
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Calls to one service. While that is away it is left alone for a pause that doubles up to half a minute,
 * and the log says so once, not at every try.
 */
export class ServiceLink {
  readonly #name: string;
  readonly #options: ServiceLinkOptions;
  #pauseMs = 0;
  #quietUntil = Number.NEGATIVE_INFINITY;

  constructor(name: string, options: ServiceLinkOptions) {
    this.#name = name;
    this.#options = options;
  }

  /** False while it is left alone. */
  get isReachable(): boolean {
    return this.#options.now() >= this.#quietUntil;
  }

  /** @returns the answer, or undefined where the service is away: try again when it `isReachable` */
  async call(path: string, { method = 'GET', body, headers = {} }: Call = {}): Promise<Response | undefined> {
    if (!this.isReachable) return undefined;
    const { url, signal, fetch } = this.#options;
    let reason: string;
    try {
      const response = await fetch(new URL(path, url), {
        method,
        headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      if (response.status < 500 && response.status !== 429) {
        this.#answered();
        return response;
      }
      await response.body?.cancel();
      reason = `it answered ${response.status}`;
    } catch (error) {
      if (signal.aborted) return undefined;
      reason = reasonOf(error);
    }
    this.#failed(reason);
    return undefined;
  }

  /** As `call`, with the answer's JSON read; undefined too where it is no success or not of this shape. */
  async json<Shape>(path: string, shape: z.ZodType<Shape>, call?: Call): Promise<Shape | undefined> {
    const response = await this.call(path, call);
    if (!response) return undefined;
    const parsed = shape.safeParse(await response.json().catch(() => undefined));
    return response.ok && parsed.success ? parsed.data : undefined;
  }

  #answered(): void {
    if (this.#pauseMs > 0) this.#options.log(`shoppers: the ${this.#name} service is back`);
    this.#pauseMs = 0;
  }

  #failed(reason: string): void {
    if (this.#pauseMs === 0)
      this.#options.log(`shoppers: the ${this.#name} service is away (${reason}), waiting for it`);
    this.#pauseMs = Math.min(Math.max(this.#pauseMs * 2, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
    this.#quietUntil = this.#options.now() + this.#pauseMs;
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
}
