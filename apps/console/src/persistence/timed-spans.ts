import { Injectable } from '@nestjs/common';
import { PgDatabase } from '@waybill/service/postgres';
import { nsOf } from './nanoseconds.js';
import { SELECT_TIMED_SPANS } from './select-timed-spans.sql.js';
import { withoutNulls } from './without-nulls.js';

/** A span of a message's way, with the recorded time since which the message waited. */
export interface TimedSpan {
  step: 'publish' | 'process';
  type: string;
  service: string;
  consumer?: string;
  attempt?: number;
  traceId: string;
  startedMs: number;
  endedMs: number;
  /** As the sender wrote it: appended to the outbox, or stored in the stream. */
  since?: string;
}

@Injectable()
export class TimedSpans {
  constructor(private readonly database: PgDatabase) {}

  /** Those that began in this time, the latest first. Later ones are from a clock that is ahead. */
  async latest(from: Date, to: Date, limit: number): Promise<TimedSpan[]> {
    const { rows } = await this.database.pool.query<TimedSpan>(SELECT_TIMED_SPANS, [
      nsOf(from),
      nsOf(to),
      limit,
    ]);
    return rows.map(withoutNulls);
  }
}
