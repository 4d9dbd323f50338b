import { Injectable } from '@nestjs/common';
import { SharedAnswer } from './shared-answer.js';
import { SpanQueries, type SeenRoute } from './span-queries.js';

const WINDOW_MS = 10_000;
const FRESH_MS = 1_000;
/** How far back the first look goes; what was seen after that is remembered. */
const FIRST_LOOK_MS = 24 * 60 * 60 * 1_000;

export interface RoutesView {
  /** Of the last ten seconds. */
  recent: SeenRoute[];
  /** Everything seen in a day before the console started and since: `<service> <step> <type> <consumer>`. */
  ever: ReadonlySet<string>;
}

/** What the spans say about the ways that messages take. Shared by those who ask; nobody is asked more than once a second. */
@Injectable()
export class SeenRoutes {
  private readonly ever = new Set<string>();
  private readonly means = new Map<string, number>();
  private lookedAt: number | undefined;
  private readonly shared = new SharedAnswer(FRESH_MS, () => this.look());

  constructor(private readonly spans: SpanQueries) {}

  view(): Promise<RoutesView> {
    return this.shared.get();
  }

  /** Mean time that one delivery takes a consumer, as it was when it last handled something. */
  meanMsOf(consumer: string): number | undefined {
    return this.means.get(consumer);
  }

  private async look(): Promise<RoutesView> {
    const now = Date.now();
    if (this.lookedAt === undefined)
      this.remember(await this.spans.routesSince(new Date(now - FIRST_LOOK_MS)));
    const recent = await this.spans.routesSince(new Date(now - WINDOW_MS));
    // Nobody asked for a while: what happened meanwhile was seen by nobody.
    if (this.lookedAt !== undefined && now - this.lookedAt > WINDOW_MS) {
      this.remember(await this.spans.routesSince(new Date(this.lookedAt)));
    }
    this.remember(recent);
    this.lookedAt = now;
    return { recent, ever: this.ever };
  }

  private remember(routes: readonly SeenRoute[]): void {
    const handled = new Map<string, { count: number; ms: number }>();
    for (const { service, step, type, consumer, count, meanMs } of routes) {
      this.ever.add(routeKey(service, step, type, consumer));
      if (step !== 'process' || consumer === undefined || count === 0) continue;
      const sum = handled.get(consumer) ?? { count: 0, ms: 0 };
      handled.set(consumer, { count: sum.count + count, ms: sum.ms + count * meanMs });
    }
    for (const [consumer, { count, ms }] of handled) this.means.set(consumer, ms / count);
  }
}

export function routeKey(service: string, step: SeenRoute['step'], type: string, consumer = ''): string {
  return `${service} ${step} ${type} ${consumer}`;
}
