import { Inject, Injectable } from '@nestjs/common';
import { ListeningEnded, TooManyListeners } from '../errors.js';
import { Figures, type RunningFigures } from '../persistence/figures.js';

export interface FiguresListener {
  /** At once where figures are at hand, then after every change. */
  next(figures: RunningFigures): void;
  /** The figures could not be had. Nothing follows. */
  error(error: unknown): void;
  /** The service is shutting down. Nothing follows. */
  complete(): void;
}

/** Token of the most listeners at a time. */
export const MAX_LISTENERS = Symbol('MAX_LISTENERS');

/** At most this often. */
const INTERVAL_MS = 500;
/** Asking takes no more than a tenth of the time, however large the shop grows. */
const REST_PER_WORK = 9;

/**
 * The running figures for any number of listeners at the price of one: asked for while somebody listens,
 * handed on when they differ from the ones before.
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

  /** Ends every listener's stream, so that their connections do not hold a shutdown up. */
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
        this.handOn(await this.figures.running(new Date()));
      } catch (error) {
        this.endAll((listener) => listener.error(error));
      }
      if (this.listeners.size > 0) {
        await this.rest(Math.max(INTERVAL_MS, REST_PER_WORK * (performance.now() - began)));
      }
    }
    this.latest = undefined;
    this.watching = false;
  }

  private handOn(figures: RunningFigures): void {
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

  /** Until the time is up or nobody listens any more. */
  private rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
