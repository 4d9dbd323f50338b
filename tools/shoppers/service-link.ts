import type { HttpResponse, HttpCall, HttpRequest } from './http-request.ts';

export interface ServiceLinkOptions {
  url: string;
  signal: AbortSignal;
  log: (message: string) => void;
  /** The access token to show, asked for at each request. */
  token?: () => string | undefined;
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
  #told = false;
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
    const { url, signal, request, now, token } = this.#options;
    if (now() < this.#quietUntil) return undefined;
    try {
      const bearer = token?.();
      const response = await request(new URL(path, url), {
        method,
        headers: {
          ...headers,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      if (response.status < 500 && response.status !== 429) {
        this.#succeeded();
        if (response.status === 401) this.#tellOnce('does not accept the shoppers: set SERVICES_TOKEN_FILE');
        return response;
      }
      this.#failed(`it responded with ${response.status}`);
    } catch (error) {
      const { syscall, code, message } = error as NodeJS.ErrnoException;
      if (!signal.aborted) this.#failed((syscall && code) ?? message);
    }
    return undefined;
  }

  #tellOnce(what: string): void {
    if (!this.#told) this.#options.log(`shoppers: the ${this.#name} service ${what}`);
    this.#told = true;
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
