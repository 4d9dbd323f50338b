import { describe, expect, it } from '@jest/globals';
import { formatAmount, parseAmount } from './money.js';

describe('amounts', () => {
  it.each([
    ['2.550', '2.55'],
    ['10.00', '10'],
    ['0.125', '0.125'],
    ['0', '0'],
    ['0.000001', '0.000001'],
    ['007.1', '7.1'],
    ['999999999999.999999', '999999999999.999999'],
  ])('writes %s as %s', (text, written) => {
    expect(formatAmount(parseAmount(text))).toBe(written);
  });

  it.each(['', '-1', '1e3', '1.', '.5', '1.0000001', '1,5', 'NaN', ' 1'])('refuses %j', (text) => {
    expect(() => parseAmount(text)).toThrow(RangeError);
  });
});
