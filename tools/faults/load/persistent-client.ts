import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '@waybill/messaging/operations';
import type { Random } from '../../shoppers/random.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A request without a response for so long is sent again, in milliseconds: it may or may not have had its effect. */
const PATIENCE = 5_000;
/** Grows as that of every well-behaved client, or those that wait would keep a service down that is merely slow. */
const PAUSE = { baseMs: 100, maxMs: 5_000 };

/** A client that does not give up: it asks any process of a service, until one answers with something final. */
export class PersistentClient {
  readonly #urls: readonly string[];
  readonly #random: Random;
  readonly #signal: AbortSignal;

  /**
   * @param urls of the service's processes
   * @param signal ends it: what is not known then stays unknown
   */
  constructor(urls: readonly string[], random: Random, signal: AbortSignal) {
    this.#urls = urls;
    this.#random = random;
    this.#signal = signal;
  }

  /** @throws the signal's reason; Error an answer that the same request gets again and again, such as 400 */
  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    for (let failures = 1; ; failures++) {
      this.#signal.throwIfAborted();
      const answer = await this.#try(method, path, body, headers);
      if (answer) return answer;
      await delay(backoffMs(failures, PAUSE), undefined, { signal: this.#signal });
    }
  }

  /** Undefined where another try may bring more. */
  async #try(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answer | undefined> {
    try {
      const response = await fetch(this.#random.pick(this.#urls) + path, {
        method,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.any([this.#signal, AbortSignal.timeout(PATIENCE)]),
      });
      const text = await response.text();
      if (response.status >= 500 || response.status === 429) return undefined;
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    } catch {
      this.#signal.throwIfAborted();
      return undefined; // no answer, or half of one: the process is away
    }
  }
}
