import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { HealthCheck } from '@waybill/messaging/operations';
import { HealthChecks } from '@waybill/service';
import { chunksOf } from '../domain/chunks.js';
import type { LogRecord, SpanRecord } from '../domain/records.js';
import { ChangedTraces } from './changed-traces.js';
import { RecordQueue, sizeOf, type Chunk } from './record-queue.js';
import { RecordWriter } from './record-writer.js';

/** Held while the database is down: at about 2 KiB a span, 40 MiB. */
const MOST_RECORDS = 20_000;
/** What one statement writes. */
const BATCH = 1_024;
/** What stays together. */
const CHUNK = 512;
const RETRY_MS = 1_000;

/** The database is down, and the buffer in memory is full. */
export class IntakeFull extends Error {
  constructor() {
    super('The database is down and memory is full; send it again later.');
  }
}

/**
 * Writes records in batches, one statement at a time, in order of arrival.
 *
 * - `idle -> writing -> idle`, while the database works: `accept` waits until its records are written, which slows
 *   senders down to what the database can take. What waits is bounded by the byte budget of the requests.
 * - `writing -> down`, when a write fails: as many records as memory may hold are held and their `accept` resolves; new
 *   ones are held, and `accept` resolves at once, while there is room; the others are refused. Every second one batch is
 *   tried.
 * - `down -> writing`, when one succeeds. Nothing that `accept` resolved for is dropped to make room.
 */
@Injectable()
export class Intake implements BeforeApplicationShutdown {
  private readonly logger = new Logger('intake');
  private readonly queue = new RecordQueue();
  private writing: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;
  private isDown = false;
  private refused = 0;
  private isFullLogged = false;

  constructor(
    private readonly writer: RecordWriter,
    private readonly changed: ChangedTraces,
    health: HealthChecks,
  ) {
    health.add(() => [this.health()]);
  }

  /**
   * Resolves once the records are stored or, while the database is down, held in memory for it. Held records are lost
   * only if the process ends before the database is back. The same span again changes nothing.
   *
   * @throws IntakeFull part of it may be stored: send all of it again
   */
  async accept({ spans = [], logs = [] }: Partial<Pick<Chunk, 'spans' | 'logs'>>): Promise<void> {
    const size = sizeOf({ spans, logs });
    if (this.isDown && this.queue.size + size > MOST_RECORDS) {
      this.refuse(size);
      throw new IntakeFull();
    }
    const accepted = inChunks(spans, logs).map(
      (chunk) =>
        new Promise<void>((release, reject) =>
          this.queue.add({ ...chunk, release, refuse: () => reject(new IntakeFull()) }),
        ),
    );
    if (this.isDown) this.queue.hold(MOST_RECORDS);
    else void this.startWriting();
    await Promise.all(accepted);
  }

  /** No request comes in any more; what is held is tried once more before the pool closes. */
  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.retry);
    await this.writing;
    clearTimeout(this.retry);
    if (this.queue.size > 0) await this.startWriting();
    clearTimeout(this.retry);
    if (this.queue.size > 0) this.logger.warn(`${this.queue.size} spans and logs are lost: no database`);
  }

  /** Ready while the database is down, too: the intake still works. */
  private health(): HealthCheck {
    const held = this.isDown
      ? [`the database is down; ${this.queue.size} spans and logs held in memory`]
      : [];
    const refused = this.refused > 0 ? [`${this.refused} refused for lack of memory since the start`] : [];
    const detail = [...held, ...refused].join('; ');
    const status = this.isDown ? 'degraded' : 'ok';
    return { name: 'intake', role: 'api', status, ...(detail && { detail }) };
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
      if (this.isDown) this.databaseIsBack();
    }
    // In the same turn as the queue was found empty, so that the next records start the next round.
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
    if (!this.isDown) {
      this.isDown = true;
      this.logger.warn(
        `the database is down (${error.message}): up to ${MOST_RECORDS} spans and logs are held in memory`,
      );
    }
    this.refuse(this.queue.hold(MOST_RECORDS));
    this.retry = setTimeout(() => void this.startWriting(), RETRY_MS);
  }

  private refuse(records: number): void {
    if (records === 0) return;
    if (!this.isFullLogged)
      this.logger.warn('memory is full: spans and logs are refused until the database is back');
    this.isFullLogged = true;
    this.refused += records;
  }

  private databaseIsBack(): void {
    this.isDown = false;
    this.isFullLogged = false;
    this.logger.log(`the database is back: writing ${this.queue.size} held spans and logs`);
  }
}

function inChunks(spans: readonly SpanRecord[], logs: readonly LogRecord[]) {
  return [
    ...chunksOf(spans, CHUNK).map((chunk) => ({ spans: chunk, logs: [] })),
    ...chunksOf(logs, CHUNK).map((chunk) => ({ spans: [], logs: chunk })),
  ];
}
