import { Injectable, Logger } from '@nestjs/common';
import { PgDatabase } from '@waybill/service/postgres';
import type { LogRecord, SpanRecord } from '../domain/records.js';
import { INSERT_LOGS } from './insert-logs.sql.js';
import { INSERT_SPANS } from './insert-spans.sql.js';

/** A database that takes longer over a batch counts as down. */
const PATIENCE_MS = 15_000;
/** SQLSTATE: data exception, integrity violation, program limit exceeded. All other errors may be temporary. */
const REFUSAL = /^(22|23|54)\w{3}$/;

/** Writes records in sets. Their text is storable already, keys included: the OTLP readers ensure it. */
@Injectable()
export class RecordWriter {
  private readonly logger = new Logger('store');

  constructor(private readonly database: PgDatabase) {}

  /**
   * Spans with their links and traces in one statement. A span that the database refuses for what it holds is logged
   * and left out, and the others are written.
   *
   * @throws if the database is down or cannot write now; the same call can be repeated then
   */
  async writeSpans(spans: readonly SpanRecord[]): Promise<void> {
    await this.write(spans, 'span', (part) => this.run('insert-spans', INSERT_SPANS, [part, linksOf(part)]));
  }

  /** As with spans, but what has been written in part is written again in full. */
  async writeLogs(logs: readonly LogRecord[]): Promise<void> {
    await this.write(logs, 'log record', (part) => this.run('insert-logs', INSERT_LOGS, [part]));
  }

  /** Halves a refused set until the refused record is alone. */
  private async write<T>(
    records: readonly T[],
    what: string,
    insert: (part: readonly T[]) => Promise<void>,
  ): Promise<void> {
    if (records.length === 0) return;
    try {
      await insert(records);
    } catch (error) {
      if (!REFUSAL.test(String((error as { code?: unknown }).code))) throw error;
      if (records.length === 1) {
        this.logger.warn(`a ${what} that the database refuses is left out: ${(error as Error).message}`);
        return;
      }
      const middle = records.length >> 1;
      await this.write(records.slice(0, middle), what, insert);
      await this.write(records.slice(middle), what, insert);
    }
  }

  private async run(name: string, text: string, sets: readonly (readonly unknown[])[]): Promise<void> {
    const values = sets.map((rows) => JSON.stringify(rows));
    await this.database.pool.query({ name, text, values, query_timeout: PATIENCE_MS } as PreparedQuery);
  }
}

/** `pg` accepts a timeout for each query; its types have it for connections only. */
interface PreparedQuery {
  name: string;
  text: string;
  values: string[];
  query_timeout: number;
}

function linksOf(spans: readonly SpanRecord[]): unknown[] {
  return spans.flatMap(({ traceId, spanId, links }) =>
    links.map((link) => ({
      traceId,
      spanId,
      targetTraceId: link.traceId,
      targetSpanId: link.spanId,
      eventId: link.eventId,
      conversationId: link.conversationId,
    })),
  );
}
