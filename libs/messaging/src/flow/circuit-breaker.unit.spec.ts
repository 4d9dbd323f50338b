import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Delivery } from '../transport/transport.js';
import { CircuitBreaker } from './circuit-breaker.js';

/** Jitter included, the longest that a back-off can be. */
const LONGEST_MS = 6_250;

describe('a circuit breaker', () => {
  let breaker: CircuitBreaker;
  let calls: string[];
  let ran: Delivery[];

  beforeEach(() => {
    jest.useFakeTimers();
    calls = [];
    ran = [];
    breaker = new CircuitBreaker({
      stopPulling: () => calls.push('stop'),
      pullAgain: () => calls.push('pull'),
      now: () => Date.now(),
    });
  });
  afterEach(() => {
    breaker.stop();
    jest.useRealTimers();
  });

  const delivery = () => ({}) as Delivery;
  const admit = (one = delivery()) => {
    breaker.admit(one, () => ran.push(one));
    return one;
  };

  it('lets everything through while closed', () => {
    const one = admit();
    breaker.ended(one);
    expect(ran).toEqual([one]);
    expect(breaker.down).toBeUndefined();
  });

  it('opens once for an outage that several handlers report', () => {
    expect(breaker.open('payments')).toBe(true);
    expect(breaker.open('payments')).toBe(false);
    admit();
    expect(ran).toEqual([]);
    expect(calls).toEqual(['stop']);
    expect(breaker.down).toMatchObject({ dependency: 'payments' });
  });

  it('probes with one message, and lets the others through when that has ended', () => {
    breaker.open('payments');
    jest.advanceTimersByTime(LONGEST_MS);
    expect(calls).toEqual(['stop', 'pull']);
    const [probe, second, third] = [admit(), admit(), admit()];
    expect(ran).toEqual([probe]);
    // One that began before the outage says nothing about now.
    breaker.ended(delivery());
    expect(ran).toEqual([probe]);
    expect(breaker.ended(probe)).toBe(true);
    expect(ran).toEqual([probe, second, third]);
    expect(breaker.down).toBeUndefined();
  });

  it('waits longer after each probe that fails, up to a bound, and remembers since when', () => {
    breaker.open('payments');
    const { since } = breaker.down!;
    const waits: number[] = [];
    for (let probe = 0; probe < 8; probe++) {
      const before = Date.now();
      while (breaker.isOpen) jest.advanceTimersByTime(10);
      waits.push(Date.now() - before);
      admit();
      expect(breaker.open('payments')).toBe(false);
    }
    expect(waits[0]).toBeLessThan(1_000);
    expect(waits[3]).toBeGreaterThan(waits[0]!);
    expect(Math.max(...waits)).toBeLessThanOrEqual(LONGEST_MS + 10);
    expect(breaker.down!.since).toEqual(since);
  });

  it('does not begin with the shortest wait again for what fails as soon as it was let through', () => {
    for (let round = 0; round < 6; round++) {
      breaker.open('payments');
      while (breaker.isOpen) jest.advanceTimersByTime(10);
      breaker.ended(admit());
    }
    const before = Date.now();
    breaker.open('payments');
    while (breaker.isOpen) jest.advanceTimersByTime(10);
    expect(Date.now() - before).toBeGreaterThanOrEqual(5_000);
    breaker.ended(admit());
    jest.advanceTimersByTime(LONGEST_MS);
    breaker.open('payments');
    jest.advanceTimersByTime(1_000);
    expect(breaker.isOpen).toBe(false);
  });

  it('takes the next message as the probe if the first is given back', () => {
    breaker.open('payments');
    jest.advanceTimersByTime(LONGEST_MS);
    const [first, second, third, fourth] = [admit(), admit(), admit(), admit()];
    breaker.forget(third);
    breaker.forget(first);
    expect(ran).toEqual([first, second]);
    breaker.ended(second);
    expect(ran).toEqual([first, second, fourth]);
  });

  it('knows of nothing that is down while no message comes', () => {
    breaker.open('payments');
    jest.advanceTimersByTime(LONGEST_MS);
    expect(breaker.down).toBeUndefined();
  });
});
