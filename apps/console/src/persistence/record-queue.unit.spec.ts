import { describe, expect, it } from '@jest/globals';
import type { SpanRecord } from '../application/records.js';
import { RecordQueue, sizeOf } from './record-queue.js';

const released: string[] = [];
const chunk = (name: string, size: number) => ({
  spans: Array.from({ length: size }, () => ({ name }) as SpanRecord),
  logs: [],
  release: () => void released.push(name),
});
const names = (chunks: { spans: readonly SpanRecord[] }[]) => chunks.map(({ spans }) => spans[0]?.name);

describe('the queue of records', () => {
  it('gives whole chunks, oldest first, as many as fit, and at least one', () => {
    const queue = new RecordQueue(100);
    for (const name of ['a', 'b', 'c']) queue.add(chunk(name, 10));
    expect(names(queue.take(25))).toEqual(['a', 'b']);
    expect(queue.size).toBe(10);
    expect(names(queue.take(1))).toEqual(['c']);
    expect(queue.take(1)).toEqual([]);
  });

  it('drops the oldest chunk where there is no room, counts it, and lets go who waits for it', () => {
    const queue = new RecordQueue(25);
    for (const name of ['old', 'b', 'c']) queue.add(chunk(name, 10));
    expect([queue.size, queue.dropped]).toEqual([20, 10]);
    expect(released).toEqual(['old']);
  });

  it('takes back what could not be written to the front, and drops that first', () => {
    const queue = new RecordQueue(20);
    queue.add(chunk('a', 10));
    const taken = queue.take(10);
    queue.add(chunk('b', 10));
    queue.putBack(taken);
    expect(names(queue.take(1))).toEqual(['a']);
    queue.add(chunk('c', 10));
    queue.putBack(taken);
    expect(names(queue.take(20))).toEqual(['b', 'c']);
    expect(queue.dropped).toBe(sizeOf(chunk('a', 10)));
  });
});
