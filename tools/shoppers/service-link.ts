import type { HttpResponse, HttpCall, HttpRequest } from './http-request.ts';

export interface ServiceLinkOptions {
  url: string;
  signal: AbortSignal;
  log: (message: string) => void;
  request: HttpRequest;
  now: () => number;
}

interface Call {
  method?: HttpCall['method'];
  body?: unknown;
  headers?: Record<string, string>;
}

const TIMEOUT_MS = 10_000;
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Calls to one service. While it is down, calls are skipped for a pause that doubles up to half a minute,
 * and the log says so once, not at every attempt.
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

  /** @returns the response, of any status below 500; undefined while the service is down or overloaded */
  async call(
    path: string,
    { method = 'GET', body, headers = {} }: Call = {},
  ): Promise<HttpResponse | undefined> {
    const { url, signal, request, now } = this.#options;
    if (now() < this.#quietUntil) return undefined;
    try {
      const response = await request(new URL(path, url), {
        method,
        headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      if (response.status < 500 && response.status !== 429) {
        this.#succeeded();
        return response;
      }
      this.#failed(`it responded with ${response.status}`);
    } catch (error) {
      if (!signal.aborted) this.#failed((error as NodeJS.ErrnoException).code ?? (error as Error).message);
    }
    return undefined;
  }

  #succeeded(): void {
    if (this.#pauseMs > 0) this.#options.log(`shoppers: the ${this.#name} service is back`);
    this.#pauseMs = 0;
  }

  #failed(reason: string): void {
    const { log, now } = this.#options;
    if (this.#pauseMs === 0) log(`shoppers: the ${this.#name} service is down (${reason}), waiting for it`);
    this.#pauseMs = Math.min(Math.max(this.#pauseMs * 2, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
    this.#quietUntil = now() + this.#pauseMs;
  }
}
