import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { CliError } from '../cli/cli-error.ts';

const Fault = z.object({ pointer: z.string().optional(), message: z.string() });
export type Fault = z.infer<typeof Fault>;

const Answer = z.object({
  accepted: z.int().min(0),
  duplicates: z.int().min(0),
  rejected: z.array(z.object({ reference: z.string(), errors: z.array(Fault) })),
});
export type ImportAnswer = z.infer<typeof Answer>;

const Problem = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(Fault).optional(),
});

/** The service will not look at this request: something in it is invalid, or it is too large. */
export class RequestRefused extends CliError {
  readonly errors: Fault[];

  constructor(message: string, errors: Fault[]) {
    super(message, { code: 'REQUEST_REFUSED' });
    this.errors = errors;
  }
}

const REFUSALS = [400, 413, 422];

export interface OrdersEndpointOptions {
  /** Base address of the order service. */
  url: string;
  signal: AbortSignal;
  /** Told of each request that has to be repeated. */
  onRetry?: (reason: string, attempt: number) => void;
  /** Throws where waiting for the service has become pointless, because the stack was stopped. */
  assertRunning?: () => Promise<void>;
  /** No answer at all for this long, over all requests, is the end. Default two minutes. */
  patienceMs?: number;
  fetch?: typeof fetch;
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  now?: () => number;
}

/** What one attempt led to: an answer, or a reason to try again after `afterMs`. */
type Attempt = { answer: ImportAnswer } | { reason: string; afterMs?: number };

const REQUEST_TIMEOUT_MS = 60_000;

/**
 * `POST /imports/orders`. A request that fails because the service is away, starting or overloaded is sent
 * again with back-off: the endpoint is idempotent by reference, so that a request whose answer was lost does
 * no harm (its orders then come back as duplicates).
 */
export class OrdersEndpoint {
  readonly #options: OrdersEndpointOptions;
  readonly #fetch: typeof fetch;
  readonly #wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly #now: () => number;
  #lastAnswerAt: number;

  constructor(options: OrdersEndpointOptions) {
    this.#options = options;
    this.#fetch = options.fetch ?? fetch;
    this.#wait = options.wait ?? ((ms, signal) => delay(ms, undefined, { signal }));
    this.#now = options.now ?? Date.now;
    this.#lastAnswerAt = this.#now();
  }

  /**
   * @throws RequestRefused what is in the request is the reason
   * @throws CliError the service takes no imports at all, or has not answered any for too long
   */
  async send(body: string): Promise<ImportAnswer> {
    const patienceMs = this.#options.patienceMs ?? 120_000;
    for (let attempt = 1; ; attempt++) {
      this.#options.signal.throwIfAborted();
      const outcome = await this.#attempt(body);
      if ('answer' in outcome) {
        this.#lastAnswerAt = this.#now();
        return outcome.answer;
      }
      await this.#options.assertRunning?.();
      const silentMs = this.#now() - this.#lastAnswerAt;
      if (silentMs > patienceMs) {
        throw new CliError(
          `the order service has not taken an import for ${Math.round(silentMs / 1000)} s: ${outcome.reason}`,
          { code: 'SERVICE_UNAVAILABLE', fix: 'see `npm run waybill -- doctor`, then run the import again' },
        );
      }
      this.#options.onRetry?.(outcome.reason, attempt);
      await this.#wait(outcome.afterMs ?? backOffMs(attempt), this.#options.signal);
    }
  }

  async #attempt(body: string): Promise<Attempt> {
    const { url, signal } = this.#options;
    let response: Response;
    let text: string;
    try {
      response = await this.#fetch(new URL('/imports/orders', url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
      });
      text = await response.text();
    } catch (error) {
      signal.throwIfAborted();
      return { reason: reasonOf(error) };
    }
    if (response.ok) return { answer: parseAnswer(text, url) };
    if (response.status === 408 || response.status === 429 || response.status >= 500) {
      return { reason: `it answered ${response.status}`, afterMs: retryAfterMs(response) };
    }
    const problem = problemOf(text);
    const message = `the order service refused an import request with ${response.status}: ${problem.detail}`;
    if (REFUSALS.includes(response.status)) {
      throw new RequestRefused(message, problem.errors ?? [{ message: problem.detail }]);
    }
    throw new CliError(message, {
      code: 'REFUSED',
      fix: 'orders sent before it are in; nothing is imported twice when it runs again',
    });
  }
}

function parseAnswer(text: string, url: string): ImportAnswer {
  try {
    return Answer.parse(JSON.parse(text));
  } catch (cause) {
    throw new CliError(`${url} does not answer as the order service does: ${text.slice(0, 200)}`, { cause });
  }
}

/** 0.25 s, doubling up to 5 s, with up to a quarter of jitter. */
function backOffMs(attempt: number): number {
  return Math.min(250 * 2 ** (attempt - 1), 5000) * (1 + Math.random() / 4);
}

function retryAfterMs(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0.1), 30) * 1000 : undefined;
}

function reasonOf(error: unknown): string {
  if ((error as Error).name === 'TimeoutError') return `no answer within ${REQUEST_TIMEOUT_MS / 1000} s`;
  const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
  return cause?.code ?? cause?.message ?? (error as Error).message;
}

/** The problem's own words where it is a problem+json, else the start of what came. */
function problemOf(text: string): { detail: string; errors?: Fault[] } {
  try {
    const { title, detail, errors } = Problem.parse(JSON.parse(text));
    return { detail: detail ?? title ?? text.slice(0, 300), errors };
  } catch {
    return { detail: text.slice(0, 300) };
  }
}
