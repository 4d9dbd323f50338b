import type { LogRecord, SpanRecord } from '../application/records.js';

/** Records that are written together. */
export interface Chunk {
  readonly spans: readonly SpanRecord[];
  readonly logs: readonly LogRecord[];
  /** Tells who brought them that he need not wait any longer. */
  release(): void;
}

export function sizeOf({ spans, logs }: Pick<Chunk, 'spans' | 'logs'>): number {
  return spans.length + logs.length;
}

/** Chunks on their way to the database, first in, first out. Holds so many records; then the oldest chunks go. */
export class RecordQueue {
  private chunks: Chunk[] = [];
  private records = 0;
  private droppedRecords = 0;

  constructor(private readonly limit: number) {}

  /** How many records wait. */
  get size(): number {
    return this.records;
  }

  /** How many records went for want of room since the process began. */
  get dropped(): number {
    return this.droppedRecords;
  }

  add(chunk: Chunk): void {
    this.chunks.push(chunk);
    this.records += sizeOf(chunk);
    this.makeRoom();
  }

  /** The oldest chunks, together as many records as asked for at most, but one chunk at least where there is one. */
  take(most: number): Chunk[] {
    let count = 0;
    let size = 0;
    for (const chunk of this.chunks) {
      size += sizeOf(chunk);
      if (count > 0 && size > most) break;
      count += 1;
    }
    const taken = this.chunks.splice(0, count);
    for (const chunk of taken) this.records -= sizeOf(chunk);
    return taken;
  }

  /** What was taken and could not be written, back to the front. */
  putBack(chunks: readonly Chunk[]): void {
    this.chunks.unshift(...chunks);
    for (const chunk of chunks) this.records += sizeOf(chunk);
    this.makeRoom();
  }

  releaseAll(): void {
    for (const chunk of this.chunks) chunk.release();
  }

  private makeRoom(): void {
    while (this.records > this.limit) {
      const oldest = this.chunks.shift();
      if (!oldest) return;
      this.records -= sizeOf(oldest);
      this.droppedRecords += sizeOf(oldest);
      oldest.release();
    }
  }
}
