import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { WakeUp } from './wake-up.js';

describe('a wake-up', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  function wait(wakeUp: WakeUp, ms: number) {
    const waiting = { over: false };
    void wakeUp.wait(ms).then(() => (waiting.over = true));
    return waiting;
  }
  const turn = () => jest.advanceTimersByTimeAsync(0);

  it('comes after its time', async () => {
    const waiting = wait(new WakeUp(), 100);
    await jest.advanceTimersByTimeAsync(99);
    expect(waiting.over).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(waiting.over).toBe(true);
  });

  it('comes at once when poked, and leaves no timer', async () => {
    const wakeUp = new WakeUp();
    const waiting = wait(wakeUp, 100);
    wakeUp.poke();
    await turn();
    expect(waiting.over).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('keeps a poke that came while nothing waited, once', async () => {
    const wakeUp = new WakeUp();
    wakeUp.poke();
    wakeUp.poke();
    const first = wait(wakeUp, 100);
    await turn();
    expect(first.over).toBe(true);
    const second = wait(wakeUp, 100);
    await turn();
    expect(second.over).toBe(false);
    await jest.advanceTimersByTimeAsync(100);
  });
});
