import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { LiveChange, LiveTopic } from '@waybill/console-api';
import { ListeningEnded, TooManyListeners } from './errors.js';
import { LiveChanges } from './live-changes.js';
import type { LiveSources } from './live-sources.js';

function setUp() {
  const changedTraces = jest.fn<() => string[]>().mockReturnValue([]);
  const changedTopics = jest.fn<() => Promise<Set<LiveTopic>>>().mockResolvedValue(new Set());
  const live = new LiveChanges({ changedTraces, changedTopics } as unknown as LiveSources);
  const heard: unknown[] = [];
  const listener = {
    next: (change: LiveChange) => heard.push(change),
    error: (error: unknown) => heard.push(error),
    complete: () => heard.push('complete'),
  };
  return { live, changedTraces, changedTopics, heard, listener };
}

describe('LiveChanges', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('tells at most four times a second, however much changes, and looks around once', async () => {
    const { live, changedTraces, changedTopics, heard, listener } = setUp();
    changedTraces.mockReturnValue(['t']);
    const stop = live.listen(listener);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(heard).toHaveLength(4);
    expect(heard[0]).toEqual({ topics: ['traces', 'messages'], traceIds: ['t'] });
    expect(changedTopics).toHaveBeenCalledTimes(1);
    stop();
  });

  it('polls nothing while there is no listener', async () => {
    const { live, changedTraces, listener } = setUp();
    live.listen(listener)();
    changedTraces.mockClear();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(changedTraces).not.toHaveBeenCalled();
  });

  it('tells at once what was changed here', async () => {
    const { live, heard, listener } = setUp();
    const stop = live.listen(listener);
    live.announce('faults', 'faults');
    await jest.advanceTimersByTimeAsync(250);
    expect(heard).toEqual([{ topics: ['faults'], traceIds: [] }]);
    stop();
  });

  it('does not pile up requests if replies are slow', async () => {
    const { live, changedTopics, listener } = setUp();
    changedTopics.mockReturnValue(new Promise(() => undefined));
    const stop = live.listen(listener);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(changedTopics).toHaveBeenCalledTimes(1);
    stop();
  });

  it('ends every stream with what went wrong, and starts again with the next listener', async () => {
    const { live, changedTopics, heard, listener } = setUp();
    const failure = new Error('a fault of ours');
    changedTopics.mockRejectedValueOnce(failure);
    live.listen(listener);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(heard).toEqual([failure]);
    const stop = live.listen(listener);
    live.announce('faults');
    await jest.advanceTimersByTimeAsync(500);
    expect(heard).toHaveLength(2);
    stop();
  });

  it('is bounded, and ends every stream at a shutdown', () => {
    const { live, heard, listener } = setUp();
    live.listen(listener);
    for (let more = 1; more < 64; more++)
      live.listen({ next: jest.fn(), error: jest.fn(), complete: jest.fn() });
    expect(() => live.listen(listener)).toThrow(TooManyListeners);
    live.close();
    expect(heard).toEqual(['complete']);
    expect(() => live.listen(listener)).toThrow(ListeningEnded);
  });
});
