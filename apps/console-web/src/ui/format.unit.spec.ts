import { describe, expect, test } from '@jest/globals';
import {
  formatAgo,
  formatBytes,
  formatCount,
  formatDuration,
  formatMoment,
  formatPlural,
  formatRate,
  shortId,
} from './format.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('a duration', () => {
  test.each([
    [0, '0 ms'],
    [0.0004, '1 µs'],
    [0.64, '640 µs'],
    [0.9994, '999 µs'],
    [0.9996, '1 ms'],
    [12.437, '12.4 ms'],
    [99.96, '100 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [1_254, '1.25 s'],
    [59_940, '59.9 s'],
    [59_960, '1 m'],
    [252_000, '4 m 12 s'],
    [3_599_600, '1 h'],
    [7_500_000, '2 h 5 m'],
    [86_400_000, '1 d'],
    [273_600_000, '3 d 4 h'],
    [-3.2, '−3.2 ms'],
    [Number.NaN, '–'],
  ])('of %d ms reads %s', (ms, text) => expect(plain(formatDuration(ms))).toBe(text));

  test('never breaks between number and unit', () => expect(formatDuration(12)).toBe('12\u00a0ms'));
});

test('a small rate keeps one digit, and a tiny one is not shown as zero', () => {
  expect([0, 0.01, 0.44, 9.96, 12.4, 3400].map((rate) => plain(formatRate(rate)))).toEqual([
    '0 /s',
    '<0.1 /s',
    '0.4 /s',
    '10 /s',
    '12 /s',
    '3,400 /s',
  ]);
});

test('bytes take the largest unit that leaves a whole part', () => {
  expect([512, 1023, 1024, 1536, 12 * 1024 ** 2].map((bytes) => plain(formatBytes(bytes)))).toEqual([
    '512 B',
    '1023 B',
    '1 KiB',
    '1.5 KiB',
    '12 MiB',
  ]);
});

test('counts are grouped and agree with their noun', () => {
  expect(formatCount(1_234_567)).toBe('1,234,567');
  expect([1, 0, 2].map((count) => plain(formatPlural(count, 'span')))).toEqual([
    '1 span',
    '0 spans',
    '2 spans',
  ]);
  expect(plain(formatPlural(2, 'try', 'tries'))).toBe('2 tries');
});

describe('a moment', () => {
  const now = new Date(2026, 10, 22, 18, 0, 0);
  const iso = (...parts: [number, number, number, number, number, number, number]) =>
    new Date(...parts).toISOString();

  test('of today is a clock to the millisecond', () =>
    expect(formatMoment(iso(2026, 10, 22, 4, 3, 2, 7), now)).toBe('04:03:02.007'));
  test('of another day has the day, of another year the year', () => {
    expect(plain(formatMoment(iso(2026, 10, 21, 4, 3, 2, 7), now))).toBe('21 Nov 04:03:02');
    expect(plain(formatMoment(iso(2025, 0, 2, 4, 3, 2, 7), now))).toBe('2 Jan 2025 04:03:02');
  });
  test('that is invalid is shown as it is', () => expect(formatMoment('soon', now)).toBe('soon'));
  test('is shown as its age', () => {
    const ago = (seconds: number) =>
      plain(formatAgo(new Date(now.getTime() - seconds * 1000).toISOString(), now));
    expect([-5, 1, 12, 250, 7300, 200_000].map(ago)).toEqual([
      'now',
      'now',
      '12 s ago',
      '4 m ago',
      '2 h ago',
      '2 d ago',
    ]);
  });
});

test('a long id keeps its distinctive part', () => {
  expect(shortId('019e3f2a-1111-7222-8333-444455556666')).toBe('…55556666');
  expect(shortId('4bf92f3577b34da6a3ce929d0e0e4736')).toBe('4bf92f35…');
  expect(shortId('INV-1007')).toBe('INV-1007');
});
