import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ListeningEnded, TooManyListeners } from '../errors.js';
import type { Figures, RunningFigures } from '../persistence/figures.js';
import { LiveFigures, type FiguresListener } from './live-figures.js';

const nothing = { orders: 0, units: 0, revenue: '0' };
const withOrders = (orders: number): RunningFigures => ({
  currency: 'GBP',
  total: { ...nothing, orders },
  today: nothing,
  lastHour: { ...nothing, sessions: 0 },
  ordersPerMinute: 0,
  topProducts: [],
});

function setUp({ maxListeners = 2 } = {}) {
  const running = jest.fn<() => Promise<RunningFigures>>().mockResolvedValue(withOrders(0));
  const live = new LiveFigures({ running } as unknown as Figures, maxListeners);
  const listener = () => {
    const heard: unknown[] = [];
    const mouth: FiguresListener = {
      next: ({ total }) => heard.push(total.orders),
      error: (error) => heard.push(error),
      complete: () => heard.push('complete'),
    };
    return { heard, mouth };
  };
  return { live, running, listener };
}

describe('LiveFigures', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('sends the figures to a listener at once, and again only if they have changed', async () => {
    const { live, running, listener } = setUp();
    const { heard, mouth } = listener();
    live.listen(mouth);
    await jest.advanceTimersByTimeAsync(0);
    expect(heard).toEqual([0]);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(heard).toEqual([0]);
    running.mockResolvedValue(withOrders(3));
    await jest.advanceTimersByTimeAsync(500);
    expect(heard).toEqual([0, 3]);
  });

  it('queries once for any number of listeners, and sends the latest figures to a new one', async () => {
    const { live, running, listener } = setUp();
    live.listen(listener().mouth);
    await jest.advanceTimersByTimeAsync(100);
    const late = listener();
    live.listen(late.mouth);
    expect(late.heard).toEqual([0]);
    expect(running).toHaveBeenCalledTimes(1);
  });

  it('does not query without listeners, and starts again with the next one', async () => {
    const { live, running, listener } = setUp();
    const stop = live.listen(listener().mouth);
    await jest.advanceTimersByTimeAsync(100);
    stop();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(running).toHaveBeenCalledTimes(1);
    const { heard, mouth } = listener();
    live.listen(mouth);
    await jest.advanceTimersByTimeAsync(0);
    expect(heard).toEqual([0]);
  });

  it('queries less often if queries are slow, so that they take at most a tenth of the time', async () => {
    const { live, running, listener } = setUp();
    running.mockImplementation(
      () => new Promise((resolve) => setTimeout(() => resolve(withOrders(0)), 1_000)),
    );
    live.listen(listener().mouth);
    await jest.advanceTimersByTimeAsync(9_900);
    expect(running).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(200);
    expect(running).toHaveBeenCalledTimes(2);
  });

  it('reports a failed query to every listener, and ends', async () => {
    const { live, running, listener } = setUp();
    const failure = new Error('database down');
    running.mockRejectedValue(failure);
    const [one, two] = [listener(), listener()];
    live.listen(one.mouth);
    live.listen(two.mouth);
    await jest.advanceTimersByTimeAsync(5_000);
    expect([one.heard, two.heard]).toEqual([[failure], [failure]]);
    expect(running).toHaveBeenCalledTimes(1);
  });

  it('refuses listeners over the limit, until one leaves', async () => {
    const { live, listener } = setUp({ maxListeners: 1 });
    const stop = live.listen(listener().mouth);
    expect(() => live.listen(listener().mouth)).toThrow(TooManyListeners);
    stop();
    expect(() => live.listen(listener().mouth)).not.toThrow();
    live.close();
    await jest.advanceTimersByTimeAsync(0);
  });

  it('completes every stream at shutdown, leaves no timer and accepts no more listeners', async () => {
    const { live, listener } = setUp();
    const { heard, mouth } = listener();
    live.listen(mouth);
    await jest.advanceTimersByTimeAsync(0);
    live.close();
    expect(heard).toEqual([0, 'complete']);
    expect(jest.getTimerCount()).toBe(0);
    expect(() => live.listen(mouth)).toThrow(ListeningEnded);
  });
});
