import { Inject, Injectable } from '@nestjs/common';
import { ListeningEnded, TooManyListeners } from '../errors.js';
import { Figures, type RunningFigures } from '../persistence/figures.js';

export interface FiguresListener {
  /** Called at once if figures are available, then after every change. */
  next(figures: RunningFigures): void;
  /** The query failed. No further call follows. */
  error(error: unknown): void;
  /** The service is shutting down. No further call follows. */
  complete(): void;
}

/** Injection token of the maximum number of concurrent listeners. */
export const MAX_LISTENERS = Symbol('MAX_LISTENERS');

/** Minimum time between two queries. */
const INTERVAL_MS = 500;
/** Pause relative to the query's duration: queries take at most a tenth of the time, however large the shop is. */
const PAUSE_PER_QUERY = 9;

/**
 * Sends the running figures to any number of listeners at the cost of one: queries them while there are listeners, and
 * sends them if they have changed.
 */
@Injectable()
export class LiveFigures {
  private readonly listeners = new Set<FiguresListener>();
  private latest: { figures: RunningFigures; text: string } | undefined;
  private watching = false;
  private closed = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly figures: Figures,
    @Inject(MAX_LISTENERS) private readonly maxListeners: number,
  ) {}

  /**
   * @returns stops listening
   * @throws TooManyListeners, ListeningEnded
   */
  listen(listener: FiguresListener): () => void {
    if (this.closed) throw new ListeningEnded();
    if (this.listeners.size >= this.maxListeners) throw new TooManyListeners(this.maxListeners);
    this.listeners.add(listener);
    if (this.latest) listener.next(this.latest.figures);
    if (!this.watching) void this.watch();
    return () => {
      if (this.listeners.delete(listener) && this.listeners.size === 0) this.wake();
    };
  }

  /** Ends every listener's stream, so that open connections do not delay the shutdown. */
  close(): void {
    this.closed = true;
    this.endAll((listener) => listener.complete());
    this.wake();
  }

  private async watch(): Promise<void> {
    this.watching = true;
    while (this.listeners.size > 0) {
      const began = performance.now();
      try {
        this.send(await this.figures.running(new Date()));
      } catch (error) {
        this.endAll((listener) => listener.error(error));
      }
      if (this.listeners.size > 0) {
        await this.pause(Math.max(INTERVAL_MS, PAUSE_PER_QUERY * (performance.now() - began)));
      }
    }
    this.latest = undefined;
    this.watching = false;
  }

  private send(figures: RunningFigures): void {
    const text = JSON.stringify(figures);
    if (text === this.latest?.text) return;
    this.latest = { figures, text };
    for (const listener of this.listeners) listener.next(figures);
  }

  private endAll(end: (listener: FiguresListener) => void): void {
    const ended = [...this.listeners];
    this.listeners.clear();
    ended.forEach(end);
  }

  /** Waits until the time is up or there are no listeners. */
  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
