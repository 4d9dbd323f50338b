import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Delivery } from '../transport/transport.js';
import { InFlight } from './in-flight.js';

function delivery() {
  const said: string[] = [];
  return {
    said,
    working: () => void said.push('working'),
    nak: (delayMs: number) => void said.push(`nak ${delayMs}`),
  } as unknown as Delivery & { said: string[] };
}

describe('deliveries in flight', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('are said to be worked on three times in each ack wait, until they are dropped', () => {
    const inFlight = new InFlight(9_000);
    const one = delivery();
    inFlight.hold(one);
    jest.advanceTimersByTime(8_999);
    expect(one.said).toEqual(['working', 'working']);
    inFlight.drop(one);
    jest.advanceTimersByTime(60_000);
    expect(one.said).toHaveLength(2);
    inFlight.release();
  });

  it('say when there are none left, and at once where there are none', async () => {
    const inFlight = new InFlight(9_000);
    const [one, two] = [delivery(), delivery()];
    inFlight.hold(one);
    inFlight.hold(two);
    let empty = false;
    const waiting = inFlight.empty().then(() => (empty = true));
    inFlight.drop(one);
    await Promise.resolve();
    expect(empty).toBe(false);
    inFlight.drop(two);
    await waiting;
    await inFlight.empty();
    inFlight.release();
  });

  it('are given back without delay when they are released, and worked on no more', () => {
    const inFlight = new InFlight(9_000);
    const one = delivery();
    inFlight.hold(one);
    inFlight.release();
    jest.advanceTimersByTime(60_000);
    expect(one.said).toEqual(['nak 0']);
    expect(jest.getTimerCount()).toBe(0);
  });
});
