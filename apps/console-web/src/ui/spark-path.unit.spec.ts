import { expect, test } from '@jest/globals';
import { sparkPath } from './spark-path.ts';

test('the largest value is at the top and zero at the bottom', () =>
  expect(sparkPath([0, 4, 2], 100, 22).line).toBe('M0 21L50 1L100 11'));

test('only zeros are a line at the bottom', () => expect(sparkPath([0, 0], 10, 10).line).toBe('M0 9L10 9'));

test('a single value has no line', () => expect(sparkPath([3], 10, 10)).toEqual({ line: '', area: '' }));
