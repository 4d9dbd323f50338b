import type { LogRecord, SpanRecord } from '../domain/records.js';

/** Records that are written together. */
export interface Chunk {
  readonly spans: readonly SpanRecord[];
  readonly logs: readonly LogRecord[];
  /** Resolves the sender's `accept`: the records are stored, or held. */
  release(): void;
  /** Rejects the sender's `accept`, if it is still waiting: the records are to be sent again. */
  refuse(): void;
}

export function sizeOf({ spans, logs }: Pick<Chunk, 'spans' | 'logs'>): number {
  return spans.length + logs.length;
}

/** Chunks that wait for the database, first in, first out. Until a chunk is released, its sender still waits. */
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

  /** The oldest chunks, with at most so many records together, but at least one chunk if there is one. */
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

  /** Puts chunks that could not be written back to the front. */
  putBack(chunks: readonly Chunk[]): void {
    this.chunks.unshift(...chunks);
    for (const chunk of chunks) this.records += sizeOf(chunk);
  }

  /**
   * Releases the oldest chunks with at most so many records, some of which may be released already; refuses the others.
   *
   * @returns the number of refused records
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
