import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { HealthCheck } from '@waybill/messaging';
import { Intake, IntakeFull } from '../application/intake.js';
import type { LogRecord, SpanRecord } from '../application/records.js';
import { ChangedTraces } from './changed-traces.js';
import { RecordQueue, sizeOf, type Chunk } from './record-queue.js';
import { RecordWriter } from './record-writer.js';

/** Held while the database is away: at about 2 KiB a span, 40 MiB. */
const MOST_RECORDS = 20_000;
/** What one statement writes. */
const BATCH = 1_024;
/** What stays together. */
const CHUNK = 512;
const RETRY_MS = 1_000;

/**
 * Takes records in and writes them in batches, one statement at a time, in order of arrival.
 *
 * idle -> writing -> idle, while the database answers: whoever brings records waits until they are written, and so is
 * slowed down to what the database takes; how much waits is bounded by who takes the requests in. writing -> away, when
 * a write fails: as many as memory may hold are held and who waits for them is let go, new ones are held and answered
 * at once while there is room, the others are refused, and every second one batch is tried. away -> writing, when one
 * succeeds. Nothing that was answered for is dropped to make room.
 */
@Injectable()
export class BufferedIntake extends Intake implements BeforeApplicationShutdown {
  private readonly logger = new Logger('intake');
  private readonly queue = new RecordQueue();
  private writing: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;
  private away = false;
  private refused = 0;
  private isFullSaid = false;

  constructor(
    private readonly writer: RecordWriter,
    private readonly changed: ChangedTraces,
  ) {
    super();
  }

  async accept({ spans = [], logs = [] }: Parameters<Intake['accept']>[0]): Promise<void> {
    const size = sizeOf({ spans, logs });
    if (this.away && this.queue.size + size > MOST_RECORDS) {
      this.refuse(size);
      throw new IntakeFull();
    }
    const settled = chunksOf(spans, logs).map(
      (chunk) =>
        new Promise<void>((release, reject) =>
          this.queue.add({ ...chunk, release, refuse: () => reject(new IntakeFull()) }),
        ),
    );
    if (this.away) this.queue.hold(MOST_RECORDS);
    else void this.startWriting();
    await Promise.all(settled);
  }

  /** Ready also while the database is away: taking records in is what it can do then. */
  health(): HealthCheck {
    const held = this.away ? [`the database is away; ${this.queue.size} spans and logs held in memory`] : [];
    const refused = this.refused > 0 ? [`${this.refused} refused for want of room since the start`] : [];
    const detail = [...held, ...refused].join('; ');
    const status = this.away ? 'degraded' : 'ok';
    return { name: 'intake', role: 'api', status, ...(detail && { detail }) };
  }

  /** Nobody brings anything any more; what is held is tried once more before the pool closes. */
  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.retry);
    await this.writing;
    clearTimeout(this.retry);
    if (this.queue.size > 0) await this.startWriting();
    clearTimeout(this.retry);
    if (this.queue.size > 0) this.logger.warn(`${this.queue.size} spans and logs are lost: no database`);
  }

  private async startWriting(): Promise<void> {
    if (this.queue.size > 0) this.writing ??= this.writeAll();
    await this.writing;
  }

  private async writeAll(): Promise<void> {
    for (let batch = this.queue.take(BATCH); batch.length > 0; batch = this.queue.take(BATCH)) {
      try {
        await this.write(batch);
      } catch (error) {
        this.queue.putBack(batch);
        this.waitForDatabase(error as Error);
        break;
      }
      for (const chunk of batch) chunk.release();
      if (this.away) this.databaseIsBack();
    }
    // In the same turn as the queue was found empty, so that what comes next starts the next round.
    this.writing = undefined;
  }

  private async write(batch: readonly Chunk[]): Promise<void> {
    const spans = batch.flatMap((chunk) => chunk.spans);
    const logs = batch.flatMap((chunk) => chunk.logs);
    await this.writer.writeSpans(spans);
    await this.writer.writeLogs(logs);
    this.changed.add([...spans, ...logs].map(({ traceId }) => traceId));
  }

  private waitForDatabase(error: Error): void {
    if (!this.away) {
      this.away = true;
      this.logger.warn(
        `the database is away (${error.message}): up to ${MOST_RECORDS} spans and logs are held in memory`,
      );
    }
    this.refuse(this.queue.hold(MOST_RECORDS));
    this.retry = setTimeout(() => void this.startWriting(), RETRY_MS);
  }

  private refuse(records: number): void {
    if (records === 0) return;
    if (!this.isFullSaid)
      this.logger.warn('memory is full: spans and logs are refused until the database is back');
    this.isFullSaid = true;
    this.refused += records;
  }

  private databaseIsBack(): void {
    this.away = false;
    this.isFullSaid = false;
    this.logger.log(`the database is back: ${this.queue.size} held spans and logs follow`);
  }
}

function chunksOf(spans: readonly SpanRecord[], logs: readonly LogRecord[]): Pick<Chunk, 'spans' | 'logs'>[] {
  const chunks: Pick<Chunk, 'spans' | 'logs'>[] = [];
  for (let at = 0; at < spans.length; at += CHUNK)
    chunks.push({ spans: spans.slice(at, at + CHUNK), logs: [] });
  for (let at = 0; at < logs.length; at += CHUNK)
    chunks.push({ spans: [], logs: logs.slice(at, at + CHUNK) });
  return chunks;
}
