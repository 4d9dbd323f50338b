import { Injectable } from '@nestjs/common';
import type { LiveChange, LiveTopic } from '@waybill/console-api';
import { exhaustMap, filter, finalize, interval, share, Subject, takeUntil, type Observer } from 'rxjs';
import { ListeningEnded, TooManyListeners } from './errors.js';
import { LiveSources } from './live-sources.js';

const MOST_LISTENERS = 64;
const MOST_TRACES = 200;
/** Four times a second at most. */
const BATCH_MS = 250;
/** Everything but the spans is looked at once a second. */
const LOOK_EVERY = 4;

/** Tells any number of listeners what has changed. All share one look, and without listeners nothing is looked at. */
@Injectable()
export class LiveChanges {
  private readonly announced = new Set<LiveTopic>();
  private readonly shutdown = new Subject<void>();
  private isClosed = false;
  private listeners = 0;

  private readonly changes = interval(BATCH_MS).pipe(
    // One look at a time: while the broker is slow, the next beats are left out.
    exhaustMap((beat) => this.look(beat % LOOK_EVERY === 0)),
    filter(({ topics }) => topics.length > 0),
    share(),
    takeUntil(this.shutdown),
  );

  constructor(private readonly sources: LiveSources) {}

  /**
   * An error of one look ends every listener; the next listener starts polling again.
   *
   * @returns stops listening
   * @throws TooManyListeners, ListeningEnded
   */
  listen(listener: Observer<LiveChange>): () => void {
    if (this.isClosed) throw new ListeningEnded();
    if (this.listeners >= MOST_LISTENERS) throw new TooManyListeners(MOST_LISTENERS);
    this.listeners++;
    const subscription = this.changes.pipe(finalize(() => this.listeners--)).subscribe(listener);
    return () => subscription.unsubscribe();
  }

  /** Something was changed here: listeners need not wait until it shows elsewhere. */
  announce(...topics: LiveTopic[]): void {
    for (const topic of topics) this.announced.add(topic);
  }

  /** Completes every listener, so that open connections do not delay a shutdown. */
  close(): void {
    this.isClosed = true;
    this.shutdown.next();
  }

  private async look(everywhere: boolean): Promise<LiveChange> {
    const traceIds = this.sources.changedTraces().slice(0, MOST_TRACES);
    const topics = new Set<LiveTopic>(this.announced);
    this.announced.clear();
    if (traceIds.length > 0) topics.add('traces').add('messages');
    if (everywhere) for (const topic of await this.sources.changedTopics()) topics.add(topic);
    return { topics: [...topics], traceIds };
  }
}
