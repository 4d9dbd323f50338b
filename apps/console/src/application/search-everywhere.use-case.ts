import { Injectable } from '@nestjs/common';
import type { SearchResponse, SearchHit } from '@waybill/console-api';
import { TraceQueries } from '../persistence/trace-queries.js';
import { DeadLetters } from './dead-letters.js';
import { TraceMessages } from './trace-messages.use-case.js';

const MOST_HITS = 20;

/** Finds what an id belongs to, whether it is an order's, an event's, a dead letter's or a trace's. */
@Injectable()
export class SearchEverywhere {
  constructor(
    private readonly traces: TraceQueries,
    private readonly messages: TraceMessages,
    private readonly letters: DeadLetters,
  ) {}

  async execute(text: string): Promise<SearchResponse> {
    const [traces, order, event, letters] = await Promise.all([
      // While the spans' database is down, what the services and the broker know is still found.
      this.traces.search(text, MOST_HITS).catch(() => []),
      this.journeyOf('order', text),
      this.journeyOf('event', text),
      this.letters.withId(text),
    ]);
    const items: SearchHit[] = [
      ...order,
      ...event,
      ...(letters ?? []).map(({ id, type, consumer, deadAt }) => ({
        kind: 'dead-letter' as const,
        id,
        title: `${type}, dead-lettered by ${consumer}`,
        at: deadAt.toISOString(),
      })),
      ...traces.map(({ traceId, rootService, rootName, startedAt }) => ({
        kind: 'trace' as const,
        id: traceId,
        title: `${rootService}: ${rootName}`,
        at: startedAt,
        traceId,
      })),
    ];
    return { items: items.slice(0, MOST_HITS) };
  }

  /** Also without spans: the outbox has orders that were not traced. */
  private async journeyOf(kind: 'order' | 'event', id: string): Promise<SearchHit[]> {
    try {
      const { items } = await this.messages.execute(kind === 'order' ? { orderId: id } : { eventId: id });
      const [first] = items;
      if (!first) return [];
      const at = first.appended?.at ?? first.published?.at;
      const title =
        kind === 'order' ? `Order: ${items.length} messages, last ${items.at(-1)!.type}` : first.type;
      return [{ kind, id, title, at, traceId: first.traceId }];
    } catch {
      // Not known, or a service is down: other ids may still be found.
      return [];
    }
  }
}
