import { inspect } from 'node:util';
import type { Dispatched, DispatchObserver } from '../consumer/observer.js';

export interface WaitOptions {
  /** How long the test is ready to wait for what has not happened yet. */
  timeoutMs: number;
}

/**
 * Remembers what the dispatcher did, so that a test waits for "this was handled" and not for time to pass.
 * What happened before the question counts: `waitFor` then resolves at once.
 */
export class HandlerSpy implements DispatchObserver {
  readonly #seen: Dispatched[] = [];
  readonly #waiting = new Set<(dispatched: Dispatched) => void>();

  dispatched(dispatched: Dispatched): void {
    this.#seen.push(dispatched);
    for (const notice of [...this.#waiting]) notice(dispatched);
  }

  /** Everything so far, oldest first. */
  get seen(): readonly Dispatched[] {
    return this.#seen;
  }

  /**
   * The first one that fits, of the past or to come.
   *
   * @throws Error after `timeoutMs`, with a list of what was seen instead
   */
  waitFor(fits: (dispatched: Dispatched) => boolean, options: WaitOptions): Promise<Dispatched> {
    return this.waitForAll(1, fits, options).then(([first]) => first!);
  }

  /** The first `count` that fit, in the order in which they happened. */
  waitForAll(
    count: number,
    fits: (dispatched: Dispatched) => boolean,
    { timeoutMs }: WaitOptions,
  ): Promise<Dispatched[]> {
    const found = this.#seen.filter(fits).slice(0, count);
    if (found.length >= count) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const notice = (dispatched: Dispatched) => {
        if (!fits(dispatched) || found.push(dispatched) < count) return;
        this.#waiting.delete(notice);
        clearTimeout(timer);
        resolve(found);
      };
      this.#waiting.add(notice);
      const timer = setTimeout(() => {
        this.#waiting.delete(notice);
        reject(
          new Error(`waited ${timeoutMs} ms: ${found.length} of ${count} fit. Seen:\n${this.#describe()}`),
        );
      }, timeoutMs);
    });
  }

  /** Forgets the past, for a test that goes through several phases. */
  reset(): void {
    this.#seen.length = 0;
  }

  #describe(): string {
    if (this.#seen.length === 0) return '  nothing';
    return this.#seen
      .map(({ consumer, messageId, type, outcome, attempt, event }) => {
        const data = event ? inspect(event.data, { depth: 2, breakLength: Infinity }) : 'unreadable';
        return `  ${type} ${messageId} ${outcome} by ${consumer}, attempt ${attempt}: ${data}`;
      })
      .join('\n');
  }
}

/** One spy for each consumer, and `all` for what they did together. */
export class HandlerSpies implements DispatchObserver {
  readonly all = new HandlerSpy();
  readonly #byConsumer = new Map<string, HandlerSpy>();

  of(consumer: string): HandlerSpy {
    let spy = this.#byConsumer.get(consumer);
    if (!spy) this.#byConsumer.set(consumer, (spy = new HandlerSpy()));
    return spy;
  }

  dispatched(dispatched: Dispatched): void {
    this.all.dispatched(dispatched);
    this.of(dispatched.consumer).dispatched(dispatched);
  }
}
