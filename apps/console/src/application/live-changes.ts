import { Injectable } from '@nestjs/common';
import type { LiveChange, LiveTopic } from '@waybill/console-api';
import { ListeningEnded, TooManyListeners } from './errors.js';
import { LiveSources } from './live-sources.js';

export interface ChangeListener {
  next(change: LiveChange): void;
  /** What changes cannot be told. Nothing follows. */
  error(error: unknown): void;
  /** The console is shutting down. Nothing follows. */
  complete(): void;
}

const MOST_LISTENERS = 64;
const MOST_TRACES = 200;
/** Four times a second at the most. */
const BATCH_MS = 250;
/** The sources beside the spans change by themselves, and are looked at once a second. */
const LOOK_EVERY = 4;

/** Tells any number of listeners what has changed, at the price of one, and of none while nobody listens. */
@Injectable()
export class LiveChanges {
  private readonly listeners = new Set<ChangeListener>();
  private readonly said = new Set<LiveTopic>();
  private timer: NodeJS.Timeout | undefined;
  private beat = 0;
  private closed = false;
  private looking = false;

  constructor(private readonly sources: LiveSources) {}

  /**
   * @returns stops listening
   * @throws TooManyListeners, ListeningEnded
   */
  listen(listener: ChangeListener): () => void {
    if (this.closed) throw new ListeningEnded();
    if (this.listeners.size >= MOST_LISTENERS) throw new TooManyListeners(MOST_LISTENERS);
    this.listeners.add(listener);
    this.timer ??= setInterval(() => void this.lookOnce(), BATCH_MS);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.rest();
    };
  }

  /** Something was changed here: whoever listens need not wait until it shows elsewhere. */
  say(...topics: LiveTopic[]): void {
    for (const topic of topics) this.said.add(topic);
  }

  /** Ends every listener's stream, so that their connections do not hold a shutdown up. */
  close(): void {
    this.closed = true;
    this.rest();
    for (const listener of [...this.listeners]) listener.complete();
    this.listeners.clear();
  }

  private rest(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.said.clear();
  }

  /** One look at a time: where the broker takes its time to answer, the next beats are left out. */
  private async lookOnce(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      await this.look();
    } catch (error) {
      this.rest();
      const told = [...this.listeners];
      this.listeners.clear();
      for (const listener of told) listener.error(error);
    } finally {
      this.looking = false;
    }
  }

  private async look(): Promise<void> {
    const traceIds = this.sources.changedTraces().slice(0, MOST_TRACES);
    const topics = new Set<LiveTopic>(this.said);
    this.said.clear();
    if (traceIds.length > 0) topics.add('traces').add('messages');
    if (this.beat++ % LOOK_EVERY === 0)
      for (const topic of await this.sources.changedTopics()) topics.add(topic);
    if (topics.size === 0) return;
    const change = { topics: [...topics], traceIds };
    for (const listener of this.listeners) listener.next(change);
  }
}
