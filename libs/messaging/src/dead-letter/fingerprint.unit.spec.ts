import { describe, expect, it } from '@jest/globals';
import { errorPattern, letterGroup } from './fingerprint.js';

const patternOf = (message: string) => errorPattern({ name: 'Error', message });

describe('the pattern of an error', () => {
  it.each([
    ['a number', 'no stock: 3 of 17.50 left', 'no stock: 12 of 4 left', 'no stock: # of # left'],
    [
      'a UUID',
      'order 0b9c0d39-86a8-4f8e-9f65-5b1f6f1a7a10 is unknown',
      'order 7d2f41a2-5a0e-4a8c-8f19-d2e4b3a1c9ff is unknown',
      'order # is unknown',
    ],
    [
      'an id of its own making',
      'customer cust_8f2a not found',
      'customer cust_11zz not found',
      'customer # not found',
    ],
    ['a time', 'not before 2026-11-28T10:00:00.123Z', 'not before 2025-01-01T00:00:00Z', 'not before #'],
    [
      'an address',
      'connect ECONNREFUSED 127.0.0.1:5432',
      'connect ECONNREFUSED 10.0.0.7:6432',
      'connect ECONNREFUSED #',
    ],
    ['quoted text', `no column "a b" in 'x'`, 'no column "c" in `y z`', 'no column # in #'],
    ['a list', 'missing: p-1, p-2, p-3', 'missing: p-9', 'missing: #'],
    ['line breaks', 'no\n   such table', 'no such\ttable', 'no such table'],
  ])('leaves out %s', (_, one, other, pattern) => {
    expect([patternOf(one), patternOf(other)]).toEqual([`Error: ${pattern}`, `Error: ${pattern}`]);
  });

  it('keeps the words, apostrophes among them', () => {
    expect(patternOf("can't find the customer's card")).toBe("Error: can't find the customer's card");
  });

  it('leaves out a quoted part that was cut off', () => {
    expect(patternOf(`bad row "${'x'.repeat(30)}…`)).toBe(patternOf('bad row "y…'));
  });

  it('has name and code, which a database does not number at random', () => {
    expect(errorPattern({ name: 'PrismaError', code: 'P2002', message: 'row 7' })).toBe(
      'PrismaError (P2002): row #',
    );
    expect(errorPattern({ name: 'Timeout', code: 'Timeout', message: '' })).toBe('Timeout');
  });

  it('does not change when it is taken again', () => {
    const once = patternOf('row 7 of "orders" at 10:00, 11:00');
    expect(`Error: ${once.slice('Error: '.length)}`).toBe(patternOf(once.slice('Error: '.length)));
  });
});

describe('the group of a dead letter', () => {
  const letter = { consumer: 'mail', type: 'order.placed', error: { name: 'Error', message: 'row 7' } };

  it('is the same in every process and every release: it is part of addresses', () => {
    expect(letterGroup(letter)).toBe('c0839085e7b7');
    expect(letterGroup({ ...letter, error: { name: 'Error', message: 'row 8' } })).toBe(letterGroup(letter));
  });

  it('differs by consumer, event and error', () => {
    const others = [
      { ...letter, consumer: 'sales' },
      { ...letter, type: 'order.confirmed' },
      { ...letter, error: { name: 'Error', message: 'column 7' } },
      { ...letter, error: { name: 'Error', message: 'row 7', code: 'E1' } },
    ];
    expect(new Set([letter, ...others].map(letterGroup)).size).toBe(5);
  });
});
