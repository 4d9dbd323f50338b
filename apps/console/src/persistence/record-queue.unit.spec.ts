import { describe, expect, it } from '@jest/globals';
import type { SpanRecord } from '../domain/records.js';
import { RecordQueue, sizeOf } from './record-queue.js';

const told: string[] = [];
const chunk = (name: string, size: number) => ({
  spans: Array.from({ length: size }, () => ({ name }) as SpanRecord),
  logs: [],
  release: () => void told.push(`${name} released`),
  refuse: () => void told.push(`${name} refused`),
});
const names = (chunks: { spans: readonly SpanRecord[] }[]) => chunks.map(({ spans }) => spans[0]?.name);

describe('the queue of records', () => {
  it('gives whole chunks, oldest first, as many as fit, and at least one', () => {
    const queue = new RecordQueue();
    for (const name of ['a', 'b', 'c']) queue.add(chunk(name, 10));
    expect(names(queue.take(25))).toEqual(['a', 'b']);
    expect(queue.size).toBe(10);
    expect(names(queue.take(1))).toEqual(['c']);
    expect(queue.take(1)).toEqual([]);
  });

  it('holds the oldest, lets go who waits for them, and refuses the newest, counted', () => {
    const queue = new RecordQueue();
    for (const name of ['a', 'b', 'c']) queue.add(chunk(name, 10));
    expect(queue.hold(25)).toBe(10);
    expect(told).toEqual(['c refused', 'a released', 'b released']);
    expect(queue.size).toBe(20);
  });

  it('takes back what could not be written to the front', () => {
    const queue = new RecordQueue();
    queue.add(chunk('a', 10));
    const taken = queue.take(10);
    queue.add(chunk('b', 10));
    queue.putBack(taken);
    expect([queue.size, sizeOf(taken[0]!)]).toEqual([20, 10]);
    expect(names(queue.take(20))).toEqual(['a', 'b']);
  });
});
