import { Injectable } from '@nestjs/common';
import { PgDatabase, storable } from '@waybill/service/postgres';
import type { StoredSpan } from '../domain/message-facts.js';
import { nsOf } from './nanoseconds.js';
import { SELECT_SPANS_OF_CONVERSATIONS, SELECT_SPANS_OF_EVENTS } from './select-message-spans.sql.js';
import { SELECT_ROUTES } from './select-routes.sql.js';
import { toStoredSpan, type SpanRow } from './span-row.js';
import { withoutNulls } from './without-nulls.js';

const MOST_SPANS = 2_000;

/** What the spans of one service say about one event type in a stretch of time, at one step. */
export interface SeenRoute {
  service: string;
  step: 'create' | 'publish' | 'process' | 'dead_letter';
  /** Event type: `order.placed`. */
  type: string;
  /** The consumer group, for `process` and `dead_letter`. */
  consumer?: string;
  /** Messages: a batch counts as many as it holds. */
  count: number;
  errors: number;
  /** Spans: a batch counts once. */
  runs: number;
  /** Mean duration of a span, milliseconds. */
  meanMs: number;
  /** Outcomes of `process`, in messages. */
  outcomes: Record<string, number>;
}

/** The spans of messages (those with a `step`), by start time, at most 2,000. */
@Injectable()
export class SpanQueries {
  constructor(private readonly database: PgDatabase) {}

  /** Of one conversation: an order's id. */
  async ofConversation(conversationId: string): Promise<StoredSpan[]> {
    return this.spans(SELECT_SPANS_OF_CONVERSATIONS, [conversationId]);
  }

  /** Of these events, in whatever trace, links of batches included. */
  async ofEvents(eventIds: readonly string[]): Promise<StoredSpan[]> {
    return this.spans(SELECT_SPANS_OF_EVENTS, eventIds);
  }

  async routesSince(since: Date): Promise<SeenRoute[]> {
    const { rows } = await this.database.pool.query<SeenRoute>(SELECT_ROUTES, [nsOf(since)]);
    return rows.map(withoutNulls);
  }

  private async spans(statement: string, ids: readonly string[]): Promise<StoredSpan[]> {
    const { rows } = await this.database.pool.query<SpanRow>(statement, [ids.map(storable), MOST_SPANS]);
    return rows.map(toStoredSpan);
  }
}
