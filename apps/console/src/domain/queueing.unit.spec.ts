import { describe, expect, it } from '@jest/globals';
import { queueFigures } from './queueing.js';
import { RateWindow } from './rate-window.js';
import { Readings } from './readings.js';

describe('queueFigures', () => {
  it('drains a backlog at what the service rate leaves of the arrivals', () => {
    expect(queueFigures({ backlog: 300, arrivalPerSecond: 10, atOnce: 4, meanMs: 100 })).toEqual({
      servicePerSecond: 40,
      utilisation: 0.25,
      drainSeconds: 10,
    });
  });

  it('never drains where arrivals keep up with the service', () => {
    const figures = queueFigures({ backlog: 1, arrivalPerSecond: 10, atOnce: 1, meanMs: 100 });
    expect(figures).toEqual({ servicePerSecond: 10, utilisation: 1, drainSeconds: null });
  });

  it('knows no rate before something was handled, and needs none where nothing waits', () => {
    const unknown = { arrivalPerSecond: 1, atOnce: 1, meanMs: undefined };
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

  it('tells the growth a second of the counters that are meant, over the last ten seconds', () => {
    const readings = new Readings();
    for (let second = 0; second <= 30; second++) {
      readings.add({ atMs: second * 1_000, counts: { a: second < 20 ? 0 : (second - 20) * 5, b: second } });
    }
    expect(readings.perSecond((name) => name === 'a')).toBe(5);
    expect(readings.perSecond((name) => name === 'b')).toBe(1);
  });

  it('tells nothing from one reading, nor from one of long ago', () => {
    const readings = new Readings();
    readings.add({ atMs: 0, counts: { a: 0 } });
    expect(readings.perSecond(any)).toBe(0);
    readings.add({ atMs: 60_000, counts: { a: 1_000 } });
    expect(readings.perSecond(any)).toBe(0);
  });

  it('takes a counter that fell for still', () => {
    const readings = new Readings();
    readings.add({ atMs: 0, counts: { a: 50, b: 0 } });
    readings.add({ atMs: 1_000, counts: { a: 0, b: 2 } });
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
