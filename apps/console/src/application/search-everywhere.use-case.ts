import { Injectable } from '@nestjs/common';
import type { SearchAnswer, SearchHit } from '@waybill/console-api';
import { DeadLetterBox } from './dead-letter-box.js';
import { TraceMessages } from './trace-messages.use-case.js';
import { TraceLookup } from './trace-lookup.js';

const MOST_HITS = 20;

/** Finds what an id belongs to: nobody should have to know whether it is an order's, an event's or a trace's. */
@Injectable()
export class SearchEverywhere {
  constructor(
    private readonly traces: TraceLookup,
    private readonly messages: TraceMessages,
    private readonly box: DeadLetterBox,
  ) {}

  async execute(text: string): Promise<SearchAnswer> {
    const [traces, order, event, letters] = await Promise.all([
      // While their database is away, what the services and the broker know is still found.
      this.traces.find(text, MOST_HITS).catch(() => []),
      this.journeyOf('order', text),
      this.journeyOf('event', text),
      this.box.known(),
    ]);
    const items: SearchHit[] = [
      ...order,
      ...event,
      ...(letters ?? [])
        .filter(({ eventId, id }) => eventId === text || id === text)
        .map(({ id, type, consumer, deadAt }) => ({
          kind: 'dead-letter' as const,
          id,
          title: `${type}, given up on by ${consumer}`,
          at: deadAt,
        })),
      ...traces.map(({ trace }) => ({
        kind: 'trace' as const,
        id: trace.traceId,
        title: `${trace.rootService}: ${trace.rootName}`,
        at: trace.startedAt,
        traceId: trace.traceId,
      })),
    ];
    return { items: items.slice(0, MOST_HITS) };
  }

  /** Without spans, too: the outbox knows an order that nobody traced. */
  private async journeyOf(kind: 'order' | 'event', id: string): Promise<SearchHit[]> {
    try {
      const { items } = await this.messages.execute(kind === 'order' ? { orderId: id } : { eventId: id });
      const [first] = items;
      if (!first) return [];
      const at = first.appended?.at ?? first.published?.at;
      const title =
        kind === 'order' ? `Order: ${items.length} messages, last ${items.at(-1)!.type}` : first.type;
      return [
        {
          kind,
          id,
          title,
          ...(at !== undefined && { at }),
          ...(first.traceId && { traceId: first.traceId }),
        },
      ];
    } catch {
      // Not known, or nobody there who would know: other ids may still be found.
      return [];
    }
  }
}
