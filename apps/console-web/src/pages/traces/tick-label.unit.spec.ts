import { expect, test } from '@jest/globals';
import { tickLabel } from './tick-label.ts';

const label = (ms: number, stepMs: number, segmentMs: number) =>
  tickLabel({ x: 0, ms, stepMs, segmentMs }).replaceAll('\u00a0', ' ');

test('a tick says its time', () => expect(label(40, 20, 0)).toBe('40 ms'));

test('far from zero labels count from the start of the segment, as they would be equal otherwise', () => {
  expect(label(250_060, 10, 250_050)).toBe('+10 ms');
  expect(label(250_070, 10, 250_050)).toBe('+20 ms');
});
