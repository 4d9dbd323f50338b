import { describe, expect, it } from '@jest/globals';
import { LimitQuery } from './limit.query.js';

describe('the limit of a response', () => {
  it.each([
    [undefined, 10],
    ['1', 1],
    ['007', 7],
    ['100', 100],
  ])('%s is %s', (limit, expected) => {
    expect(LimitQuery.parse({ limit })).toEqual({ limit: expected });
  });

  it.each(['0', '101', '-1', '1.5', '1e1', '', ' 5', 'ten', ['1', '2'], '99999999999999999999'])(
    'may not be %j',
    (limit) => {
      const { error } = LimitQuery.safeParse({ limit });
      expect(error?.issues).toEqual([
        expect.objectContaining({ path: ['limit'], message: 'must be a whole number from 1 to 100' }),
      ]);
    },
  );

  it('allows no other parameter', () => {
    expect(LimitQuery.safeParse({ limit: '5', offset: '3' }).success).toBe(false);
  });
});
