import type { LogRecord, SpanRecord } from '../application/records.js';

/** Records that are written together. */
export interface Chunk {
  readonly spans: readonly SpanRecord[];
  readonly logs: readonly LogRecord[];
  /** Tells who brought them that he need not wait any longer: they are stored, or held. */
  release(): void;
  /** Tells who brought them, and still waits, to bring them again later. */
  refuse(): void;
}

export function sizeOf({ spans, logs }: Pick<Chunk, 'spans' | 'logs'>): number {
  return spans.length + logs.length;
}

/** Chunks on their way to the database, first in, first out. What is in it was promised to nobody until it is released. */
export class RecordQueue {
  private chunks: Chunk[] = [];
  private records = 0;

  /** How many records wait. */
  get size(): number {
    return this.records;
  }

  add(chunk: Chunk): void {
    this.chunks.push(chunk);
    this.records += sizeOf(chunk);
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
  }

  /**
   * Holds so many records from now on without anybody who waits: the oldest, which may have been held before. The
   * others are refused; that gives how many they were.
   */
  hold(most: number): number {
    let refused = 0;
    while (this.records > most) {
      const newest = this.chunks.pop();
      if (!newest) break;
      this.records -= sizeOf(newest);
      refused += sizeOf(newest);
      newest.refuse();
    }
    for (const chunk of this.chunks) chunk.release();
    return refused;
  }
}
