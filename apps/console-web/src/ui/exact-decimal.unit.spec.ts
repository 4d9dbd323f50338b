import { describe, expect, it } from '@jest/globals';
import { formatMoney, sumOf } from './exact-decimal.ts';

describe('sumOf', () => {
  it('adds what floating point would round', () => {
    expect(sumOf([{ amount: '0.1', quantity: 3 }])).toBe('0.3');
    expect(
      sumOf([
        { amount: '6.375', quantity: 3 },
        { amount: '12', quantity: 2 },
        { amount: '0.005', quantity: 1 },
      ]),
    ).toBe('43.13');
    expect(sumOf([{ amount: '90071992547409.93', quantity: 1_000_000 }])).toBe('90071992547409930000');
  });

  it('is zero for nothing', () => {
    expect(sumOf([])).toBe('0');
  });

  it('refuses what is not a decimal', () => {
    expect(() => sumOf([{ amount: '1e3', quantity: 1 }])).toThrow(RangeError);
    expect(() => sumOf([{ amount: '-1', quantity: 1 }])).toThrow(RangeError);
  });
});

describe('formatMoney', () => {
  it('shows at least the places of the currency and hides none', () => {
    expect(formatMoney('10', 'GBP', 'en-GB')).toBe('£10.00');
    expect(formatMoney('1234', 'JPY', 'en-GB')).toBe('JP¥1,234');
    expect(formatMoney('1234.5', 'JPY', 'en-GB')).toBe('JP¥1,234.5');
    expect(formatMoney('1.5', 'KWD', 'en-GB')).toBe('KWD\u00a01.500');
    expect(formatMoney('2.125', 'GBP', 'en-GB')).toBe('£2.125');
    expect(formatMoney('12345678901234567890.129', 'GBP', 'en-GB')).toBe('£12,345,678,901,234,567,890.129');
  });
});
