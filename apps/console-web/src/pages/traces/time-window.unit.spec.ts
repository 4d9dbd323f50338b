import { expect, test } from '@jest/globals';
import { timeScale } from './time-scale.ts';
import { between, pan, zoom } from './time-window.ts';

const whole = timeScale({ fromMs: 0, toMs: 1_000 }, 500);
const all = whole.domain;

test('zooming keeps the time under the pointer in its place', () => {
  const closer = zoom(whole, all, 0.5, 200)!;
  expect(closer).toEqual({ fromMs: 100, toMs: 600 });
  const seen = timeScale(closer, 500);
  expect(seen.x(200)).toBeCloseTo(whole.x(200));
});

test('zooming out ends with the whole', () =>
  expect(zoom(whole, { fromMs: 100, toMs: 600 }, 4, 300)).toBeUndefined());

test('zooming in ends at the resolution of the clocks', () => {
  let window = all;
  for (let n = 0; n < 60; n += 1) window = zoom(whole, window, 0.5, 500)!;
  expect(window.toMs - window.fromMs).toBeCloseTo(0.001, 6);
});

test('a moved window keeps its width and stops at the end', () => {
  expect(pan(whole, { fromMs: 200, toMs: 400 }, 0.5)).toEqual({ fromMs: 300, toMs: 500 });
  expect(pan(whole, { fromMs: 700, toMs: 900 }, 1)).toEqual({ fromMs: 800, toMs: 1_000 });
  expect(pan(whole, { fromMs: 100, toMs: 300 }, -1)).toEqual({ fromMs: 0, toMs: 200 });
});

test('a window is drawn in either direction', () => {
  expect(between(whole, 300, 100)).toEqual({ fromMs: 200, toMs: 600 });
  expect(between(whole, -20, 900)).toBeUndefined();
});

test('over a compressed stretch, zooming goes by the drawing and not by the time', () => {
  const compressed = timeScale({ fromMs: 0, toMs: 100_100 }, 276, [{ fromMs: 50, toMs: 100_050 }]);
  const closer = zoom(compressed, compressed.domain, 0.5, 0)!;
  expect(compressed.x(closer.toMs)).toBeCloseTo(138, 6);
  expect(closer.toMs).toBeGreaterThan(50);
});
