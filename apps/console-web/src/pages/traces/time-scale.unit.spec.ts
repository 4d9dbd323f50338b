import { describe, expect, test } from '@jest/globals';
import { timeScale } from './time-scale.ts';

const close = (value: number) => expect.closeTo(value, 6) as unknown as number;

describe('a linear scale', () => {
  const scale = timeScale({ fromMs: 0, toMs: 200 }, 1_000);
  test('is time times a constant', () => expect([0, 50, 200].map(scale.x)).toEqual([0, 250, 1_000]));
  test('continues outside its domain', () => expect([scale.x(-10), scale.x(220)]).toEqual([-50, 1_100]));
  test('has no breaks', () => expect(scale.breaks).toEqual([]));
  test('has ticks at round times, with room between them', () =>
    expect(scale.ticks().map(({ ms }) => ms)).toEqual([0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200]));
});

describe('a compressed scale', () => {
  const idle = [
    { fromMs: 50, toMs: 250_050 },
    { fromMs: 250_060, toMs: 250_560 },
  ];
  const scale = timeScale({ fromMs: 0, toMs: 250_600 }, 1_000, idle);

  test('draws each idle stretch equally narrow, however long it was', () =>
    expect(scale.breaks.map(({ fromX, toX }) => toX - fromX)).toEqual([close(76), close(76)]));
  test('gives the rest of the width to what was active, in proportion', () => {
    const perMs = (1_000 - 152) / 100;
    expect(scale.x(50)).toBeCloseTo(50 * perMs, 6);
    expect(scale.x(250_060) - scale.x(250_050)).toBeCloseTo(10 * perMs, 6);
    expect(scale.x(250_600)).toBeCloseTo(1_000, 6);
  });
  test('converts time to pixels and back, inside, between and outside the breaks', () => {
    for (const ms of [-5, 0, 12.5, 50, 51, 125_000, 250_050, 250_055, 250_300, 250_599.5, 250_600, 250_700])
      expect(scale.ms(scale.x(ms))).toBeCloseTo(ms, 5);
    for (const x of [-20, 0, 1, 424, 430, 500, 999, 1_000, 1_100])
      expect(scale.x(scale.ms(x))).toBeCloseTo(x, 5);
  });
  test('always rises', () => {
    const xs = Array.from({ length: 500 }, (_, n) => scale.x(n * 501.2));
    expect(xs.every((x, n) => n === 0 || x > xs[n - 1]!)).toBe(true);
  });
  test('puts no tick into a break', () => {
    const ticks = scale.ticks();
    expect(ticks.length).toBeGreaterThan(4);
    expect(ticks.filter(({ ms }) => idle.some(({ fromMs, toMs }) => ms > fromMs && ms < toMs))).toEqual([]);
  });
});

test('an idle stretch that a break would make wider is kept', () =>
  expect(timeScale({ fromMs: 0, toMs: 100 }, 1_000, [{ fromMs: 40, toMs: 45 }]).breaks).toEqual([]));

test('a window cuts the idle stretch that reaches beyond it', () => {
  const scale = timeScale({ fromMs: 0, toMs: 5_000 }, 1_000, [{ fromMs: 100, toMs: 90_000 }]);
  expect(scale.breaks).toEqual([{ fromMs: 100, toMs: 5_000, fromX: close(924), toX: close(1_000) }]);
});

test('a window inside an idle stretch is linear', () => {
  const scale = timeScale({ fromMs: 200, toMs: 400 }, 1_000, [{ fromMs: 100, toMs: 90_000 }]);
  expect(scale.breaks).toEqual([]);
  expect(scale.x(300)).toBe(500);
});

test('many breaks leave half the width to what was active', () => {
  const idle = Array.from({ length: 100 }, (_, n) => ({ fromMs: n * 1_000 + 10, toMs: n * 1_000 + 1_000 }));
  const scale = timeScale({ fromMs: 0, toMs: 100_000 }, 1_000, idle);
  expect(scale.breaks).toHaveLength(100);
  expect(scale.x(10)).toBeCloseTo(5, 6);
  expect(scale.x(100_000)).toBeCloseTo(1_000, 6);
});

test('a trace of no length has a scale too', () => {
  const scale = timeScale({ fromMs: 0, toMs: 0 }, 800);
  expect(scale.x(0)).toBe(0);
  expect(scale.ms(scale.x(0.5))).toBeCloseTo(0.5, 6);
});
