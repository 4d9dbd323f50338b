import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BatchCollector } from './batch-collector.js';

describe('a batch collector', () => {
  let batches: number[][];
  let finish: (() => void)[];
  let collector: BatchCollector<number>;

  beforeEach(() => {
    jest.useFakeTimers();
    batches = [];
    finish = [];
    collector = new BatchCollector({ maxMessages: 3, maxWaitMs: 50 }, (batch) => {
      batches.push(batch);
      return new Promise((resolve) => finish.push(resolve));
    });
  });
  afterEach(() => void jest.useRealTimers());

  const add = (...items: number[]) => items.forEach((item) => collector.add(item));

  it('hands a batch over the moment it is full', () => {
    add(1, 2);
    expect(batches).toEqual([]);
    add(3);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('hands over what there is once the first item has waited long enough', () => {
    add(1);
    jest.advanceTimersByTime(49);
    add(2);
    expect(batches).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(batches).toEqual([[1, 2]]);
  });

  it('gathers meanwhile, and hands over one batch at a time, in order, none too large', async () => {
    add(1, 2, 3, 4, 5, 6, 7);
    jest.advanceTimersByTime(1_000);
    expect(batches).toEqual([[1, 2, 3]]);
    finish[0]!();
    await jest.advanceTimersByTimeAsync(0);
    expect(batches).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    finish[1]!();
    await jest.advanceTimersByTimeAsync(0);
    expect(batches.slice(2)).toEqual([[7]]);
  });

  it('gives back what it has gathered and hands it over no more', () => {
    add(1, 2);
    expect(collector.drain()).toEqual([1, 2]);
    jest.advanceTimersByTime(1_000);
    expect(batches).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
