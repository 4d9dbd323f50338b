import { Injectable } from '@nestjs/common';
import { PgDatabase, storable } from '@waybill/service/postgres';
import { SpanQueries, type SeenRoute, type StoredSpan } from '../application/span-queries.js';
import { ChangedTraces } from './changed-traces.js';
import { nsOf } from './nanoseconds.js';
import { SELECT_SPANS_OF_CONVERSATIONS, SELECT_SPANS_OF_EVENTS } from './select-message-spans.sql.js';
import { SELECT_ROUTES } from './select-routes.sql.js';
import { toStoredSpan, type SpanRow } from './span-row.js';

const MOST_SPANS = 2_000;

@Injectable()
export class PgSpanQueries extends SpanQueries {
  constructor(
    private readonly database: PgDatabase,
    private readonly changed: ChangedTraces,
  ) {
    super();
  }

  async ofConversation(conversationId: string): Promise<StoredSpan[]> {
    return this.spans(SELECT_SPANS_OF_CONVERSATIONS, [conversationId]);
  }

  async ofEvents(eventIds: readonly string[]): Promise<StoredSpan[]> {
    return this.spans(SELECT_SPANS_OF_EVENTS, eventIds);
  }

  async routesSince(since: Date): Promise<SeenRoute[]> {
    const { rows } = await this.database.pool.query<SeenRoute & { consumer: string | null }>(SELECT_ROUTES, [
      nsOf(since),
    ]);
    return rows.map(({ consumer, ...route }) => ({ ...route, ...(consumer !== null && { consumer }) }));
  }

  takeChanged(): { traceIds: string[] } {
    return { traceIds: this.changed.take() };
  }

  private async spans(statement: string, ids: readonly string[]): Promise<StoredSpan[]> {
    const { rows } = await this.database.pool.query<SpanRow>(statement, [ids.map(storable), MOST_SPANS]);
    return rows.map(toStoredSpan);
  }
}
