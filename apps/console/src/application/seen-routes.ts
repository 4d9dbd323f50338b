import { Injectable } from '@nestjs/common';
import type { Run } from '../domain/queueing.js';
import { SharedResult } from './shared-result.js';
import { SpanQueries, type SeenRoute } from '../persistence/span-queries.js';

const WINDOW_MS = 10_000;
const FRESH_MS = 1_000;
/** How far back the first look goes; everything later is remembered. */
const FIRST_LOOK_MS = 24 * 60 * 60 * 1_000;
/** The names come from the senders of spans: names that contain ids must not fill the memory. */
const MOST_ROUTES = 5_000;

export interface RoutesView {
  /** Of the last ten seconds. */
  recent: SeenRoute[];
  /** Seen in a day before the console started and since, 5,000 at most: `<service> <step> <type> <consumer>`. */
  ever: ReadonlySet<string>;
}

/** Which services publish and consume what, by the spans. Reads them at most once a second. */
@Injectable()
export class SeenRoutes {
  private readonly ever = new Set<string>();
  private readonly measured = new Map<string, Run>();
  private lookedAt: number | undefined;
  private readonly shared = new SharedResult(FRESH_MS, () => this.look());

  constructor(private readonly spans: SpanQueries) {}

  view(): Promise<RoutesView> {
    return this.shared.get();
  }

  /** The mean run of a consumer's handler, when it last ran. */
  runOf(consumer: string): Run | undefined {
    return this.measured.get(consumer);
  }

  private async look(): Promise<RoutesView> {
    const now = Date.now();
    if (this.lookedAt === undefined)
      this.remember(await this.spans.routesSince(new Date(now - FIRST_LOOK_MS)));
    const recent = await this.spans.routesSince(new Date(now - WINDOW_MS));
    // The last look was a while ago: read what happened since.
    if (this.lookedAt !== undefined && now - this.lookedAt > WINDOW_MS) {
      this.remember(await this.spans.routesSince(new Date(this.lookedAt)));
    }
    this.remember(recent);
    this.lookedAt = now;
    return { recent, ever: this.ever };
  }

  private remember(routes: readonly SeenRoute[]): void {
    const sums = new Map<string, { runs: number; completed: number; ms: number }>();
    for (const { service, step, type, consumer, count, runs, meanMs, outcomes } of routes) {
      const key = routeKey(service, step, type, consumer);
      if (this.ever.size >= MOST_ROUTES && !this.ever.has(key)) continue;
      this.ever.add(key);
      if (step !== 'process' || consumer === undefined || runs === 0) continue;
      const sum = sums.get(consumer) ?? { runs: 0, completed: 0, ms: 0 };
      const redelivered = (outcomes.retried ?? 0) + (outcomes.halved ?? 0);
      sums.set(consumer, {
        runs: sum.runs + runs,
        completed: sum.completed + count - redelivered,
        ms: sum.ms + runs * meanMs,
      });
    }
    for (const [consumer, { runs, completed, ms }] of sums) {
      this.measured.set(consumer, { messages: completed / runs, ms: ms / runs });
    }
  }
}

function routeKey(service: string, step: SeenRoute['step'], type: string, consumer = ''): string {
  return `${service} ${step} ${type} ${consumer}`;
}
