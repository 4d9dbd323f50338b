/** Repeats within this time (milliseconds) count as one: a terminal and npm both forward a Ctrl-C. */
const ECHO = 500;

/** Ctrl-C once: stop in order; twice: stop now. */
export class StopSignals {
  readonly #stop = new AbortController();
  readonly #now = new AbortController();
  #firstAt: number | undefined;

  constructor() {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => this.#received());
  }

  /** Aborted by the first. */
  get stop(): AbortSignal {
    return this.#stop.signal;
  }

  /** Aborted by the second. */
  get now(): AbortSignal {
    return this.#now.signal;
  }

  readonly stopped = new Promise<void>((resolve) =>
    this.#stop.signal.addEventListener('abort', () => resolve()),
  );
  readonly impatience = new Promise<void>((resolve) =>
    this.#now.signal.addEventListener('abort', () => resolve()),
  );

  #received(): void {
    const at = performance.now();
    this.#firstAt ??= at;
    if (this.#stop.signal.aborted && at - this.#firstAt > ECHO) this.#now.abort();
    this.#stop.abort();
  }
}
