import { describe, expect, it } from '@jest/globals';
import { queueFigures, runsAtOnce } from './queueing.js';
import { RateWindow } from './rate-window.js';
import { Readings } from './readings.js';

describe('runsAtOnce', () => {
  const partitions = Array.from({ length: 16 }, () => ({ mode: 'key' as const, concurrency: 1 }));
  const batch = { mode: 'batch' as const, concurrency: 1_000 };

  it('is bounded by the slots of the processes, whatever the durables would give out', () => {
    expect(runsAtOnce({ processes: 1, slots: 4, durables: partitions })).toBe(4);
    expect(runsAtOnce({ processes: 2, slots: 4, durables: partitions })).toBe(8);
    expect(runsAtOnce({ processes: 8, slots: 4, durables: partitions })).toBe(16);
    expect(runsAtOnce({ processes: 2, slots: 4, durables: [{ mode: 'none', concurrency: 3 }] })).toBe(3);
  });

  it('is one batch in each process, however many messages wait for it', () => {
    expect(runsAtOnce({ processes: 1, slots: 4, durables: [batch] })).toBe(1);
    expect(runsAtOnce({ processes: 3, slots: 4, durables: [batch] })).toBe(3);
  });

  it('is nothing while no process is up', () => {
    expect(runsAtOnce({ processes: 0, slots: 4, durables: partitions })).toBe(0);
  });
});

describe('queueFigures', () => {
  const run = { messages: 1, ms: 100 };

  it('serves as many messages as the measured batches hold', () => {
    const batches = { backlog: 0, arrivalPerSecond: 0, atOnce: 1, run: { messages: 200, ms: 50 } };
    expect(queueFigures(batches).servicePerSecond).toBe(4_000);
  });

  it('never drains if no consumer runs, or if everything is redelivered', () => {
    const waiting = { backlog: 5, arrivalPerSecond: 1, atOnce: 1, run };
    const never = { utilisation: null, drainSeconds: null };
    expect(queueFigures({ ...waiting, atOnce: 0 })).toEqual({ ...never, servicePerSecond: null });
    const failing = { ...waiting, run: { messages: 0, ms: 100 } };
    expect(queueFigures(failing)).toEqual({ ...never, servicePerSecond: 0 });
  });

  it('drains a backlog at what the service rate leaves of the arrivals', () => {
    expect(queueFigures({ backlog: 300, arrivalPerSecond: 10, atOnce: 4, run })).toEqual({
      servicePerSecond: 40,
      utilisation: 0.25,
      drainSeconds: 10,
    });
  });

  it('serves no more than the rate of the consumer allows', () => {
    const limited = { backlog: 20, arrivalPerSecond: 0, atOnce: 4, run, mostPerSecond: 2 };
    expect(queueFigures(limited)).toEqual({ servicePerSecond: 2, utilisation: 0, drainSeconds: 10 });
  });

  it('never drains where arrivals keep up with the service', () => {
    const figures = queueFigures({ backlog: 1, arrivalPerSecond: 10, atOnce: 1, run });
    expect(figures).toEqual({ servicePerSecond: 10, utilisation: 1, drainSeconds: null });
  });

  it('knows no rate before something was handled, and needs none where nothing waits', () => {
    const unknown = { arrivalPerSecond: 1, atOnce: 1, run: undefined };
    expect(queueFigures({ ...unknown, backlog: 2 }).drainSeconds).toBeNull();
    expect(queueFigures({ ...unknown, backlog: 0 })).toEqual({
      servicePerSecond: null,
      utilisation: null,
      drainSeconds: 0,
    });
  });
});

describe('Readings', () => {
  const any = () => true;
  const reading = (atMs: number, counts: Record<string, number>, sources = ['ORDER']) => ({
    atMs,
    counts,
    sources,
  });

  it('tells the growth a second of the counters that are meant, over the last ten seconds', () => {
    const readings = new Readings();
    for (let second = 0; second <= 30; second++) {
      readings.add(reading(second * 1_000, { a: second < 20 ? 0 : (second - 20) * 5, b: second }));
    }
    expect(readings.perSecond((name) => name === 'a')).toBe(5);
    expect(readings.perSecond((name) => name === 'b')).toBe(1);
  });

  it('tells nothing from one reading, nor from one of long ago', () => {
    const readings = new Readings();
    readings.add(reading(0, { a: 0 }));
    expect(readings.perSecond(any)).toBe(0);
    readings.add(reading(60_000, { a: 1_000 }));
    expect(readings.perSecond(any)).toBe(0);
  });

  it('does not take the whole past of a stream that it hears of for growth', () => {
    const readings = new Readings();
    readings.add(reading(0, {}, []));
    readings.add(reading(1_000, { a: 5_000 }));
    expect(readings.perSecond(any)).toBe(0);
    readings.add(reading(2_000, { a: 5_003 }));
    expect(readings.perSecond(any)).toBe(3);
  });

  it('takes a counter that fell for still', () => {
    const readings = new Readings();
    readings.add(reading(0, { a: 50, b: 0 }));
    readings.add(reading(1_000, { a: 0, b: 2 }));
    expect(readings.perSecond(any)).toBe(2);
  });
});

describe('RateWindow', () => {
  it('forgets what is older than ten seconds', () => {
    const window = new RateWindow();
    for (let at = 0; at < 20; at++) window.add(5_000);
    expect(window.perSecond(5_000)).toBe(2);
    expect(window.perSecond(14_000)).toBe(2);
    expect(window.perSecond(15_000)).toBe(0);
  });
});
