import { CliError } from '@waybill/cli';
import { backoffMs } from '@waybill/messaging/operations';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

const FieldError = z.object({ pointer: z.string().optional(), message: z.string() });
export type FieldError = z.infer<typeof FieldError>;

const ImportResult = z.object({
  accepted: z.int().min(0),
  duplicates: z.int().min(0),
  rejected: z.array(z.object({ reference: z.string(), errors: z.array(FieldError) })),
});
export type ImportResult = z.infer<typeof ImportResult>;

const Problem = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(FieldError).optional(),
});

/** The service refuses the whole request: something in it is invalid, or it is too large. */
export class RequestRefused extends CliError {
  readonly errors: FieldError[];

  constructor(message: string, errors: FieldError[]) {
    super(message, { code: 'REQUEST_REFUSED' });
    this.errors = errors;
  }
}

const REFUSALS = [400, 413, 422];
const TOKEN_NEEDED =
  'set SERVICES_TOKEN_FILE to a file with an access token of the scope orders:import; orders sent before it are imported';

export interface OrdersEndpointOptions {
  /** Base address of the order service. */
  url: string;
  signal: AbortSignal;
  /** The access token to show, asked for at each request; none by default. */
  token?: () => string | undefined;
  /** Called for each request that has to be repeated. */
  onRetry?: (reason: string, attempt: number) => void;
  /** Throws if waiting for the service is pointless, because the platform was stopped. */
  assertRunning?: () => Promise<void>;
  /** Gives up after this long without any response, over all requests. Default two minutes. */
  patienceMs?: number;
  fetch?: typeof fetch;
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  now?: () => number;
}

/** The outcome of one attempt: a result, or a reason to try again after `afterMs`. */
type Attempt = { result: ImportResult } | { reason: string; afterMs?: number };

const REQUEST_TIMEOUT_MS = 60_000;
const BACKOFF = { baseMs: 250, maxMs: 5_000 };

/**
 * `POST /imports/orders`. A request that fails because the service is down, starting or overloaded is sent
 * again with back-off: the endpoint is idempotent by reference, so that a request whose response was lost does
 * no harm (its orders then come back as duplicates).
 */
export class OrdersEndpoint {
  readonly #options: OrdersEndpointOptions;
  readonly #fetch: typeof fetch;
  readonly #wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly #now: () => number;
  #lastResponseAt: number;

  constructor(options: OrdersEndpointOptions) {
    this.#options = options;
    this.#fetch = options.fetch ?? fetch;
    this.#wait = options.wait ?? ((ms, signal) => delay(ms, undefined, { signal }));
    this.#now = options.now ?? Date.now;
    this.#lastResponseAt = this.#now();
  }

  /**
   * @throws RequestRefused because of what is in the request
   * @throws CliError the service takes no imports at all, or has not responded for too long
   */
  async send(body: string): Promise<ImportResult> {
    const patienceMs = this.#options.patienceMs ?? 120_000;
    for (let attempt = 1; ; attempt++) {
      this.#options.signal.throwIfAborted();
      const outcome = await this.#attempt(body);
      if ('result' in outcome) {
        this.#lastResponseAt = this.#now();
        return outcome.result;
      }
      await this.#options.assertRunning?.();
      const silentMs = this.#now() - this.#lastResponseAt;
      if (silentMs > patienceMs) {
        throw new CliError(
          `the order service has not taken an import for ${Math.round(silentMs / 1000)} s: ${outcome.reason}`,
          { code: 'SERVICE_UNAVAILABLE', fix: 'see `npm run waybill -- doctor`, then run the import again' },
        );
      }
      this.#options.onRetry?.(outcome.reason, attempt);
      await this.#wait(outcome.afterMs ?? backoffMs(attempt, BACKOFF), this.#options.signal);
    }
  }

  async #attempt(body: string): Promise<Attempt> {
    const { url, signal, token } = this.#options;
    const bearer = token?.();
    let response: Response;
    let text: string;
    try {
      response = await this.#fetch(new URL('/imports/orders', url), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
      });
      text = await response.text();
    } catch (error) {
      signal.throwIfAborted();
      return { reason: reasonOf(error) };
    }
    if (response.ok) return { result: parseResult(text, url) };
    if (response.status === 408 || response.status === 429 || response.status >= 500) {
      return { reason: `it responded with ${response.status}`, afterMs: retryAfterMs(response) };
    }
    const problem = problemOf(text);
    const message = `the order service refused an import request with ${response.status}: ${problem.detail}`;
    if (REFUSALS.includes(response.status)) {
      throw new RequestRefused(message, problem.errors ?? [{ message: problem.detail }]);
    }
    if (response.status === 401 || response.status === 403) {
      throw new CliError(message, { code: 'NOT_ALLOWED', fix: TOKEN_NEEDED });
    }
    throw new CliError(message, {
      code: 'REFUSED',
      fix: 'orders sent before it are imported; run it again, nothing is imported twice',
    });
  }
}

function parseResult(text: string, url: string): ImportResult {
  try {
    return ImportResult.parse(JSON.parse(text));
  } catch (cause) {
    throw new CliError(`${url} does not respond as the order service does: ${text.slice(0, 200)}`, { cause });
  }
}

function retryAfterMs(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0.1), 30) * 1000 : undefined;
}

function reasonOf(error: unknown): string {
  if ((error as Error).name === 'TimeoutError') return `no response within ${REQUEST_TIMEOUT_MS / 1000} s`;
  const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
  return cause?.code ?? cause?.message ?? (error as Error).message;
}

/** The text of a problem+json, else the start of the body. */
function problemOf(text: string): { detail: string; errors?: FieldError[] } {
  try {
    const { title, detail, errors } = Problem.parse(JSON.parse(text));
    return { detail: detail ?? title ?? text.slice(0, 300), errors };
  } catch {
    return { detail: text.slice(0, 300) };
  }
}
